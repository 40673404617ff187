namespace GlancePortal.Api.OpenApi;

/// <summary>What an operation does, in words and shapes: metadata of its endpoint, read when the document at `/openapi/v1.json` is asked for.</summary>
/// <param name="Summary">In one line.</param>
internal sealed record OperationDescription(string Summary)
{
    /// <summary>The method it is about, where one endpoint serves several in different ways; null means all of them.</summary>
    public string? Method { get; init; }

    /// <summary>Whether the endpoint only refuses this method.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether every request is refused, for what it asks is switched off.</summary>
    public bool IsSwitchedOff { get; private set; }

    /// <summary>More than the summary; Markdown.</summary>
    public string? Text { get; set; }

    public List<ParameterDescription> Parameters { get; } = [];

    public ContentDescription? Body { get; set; }

    public SortedDictionary<int, AnswerDescription> Answers { get; } = [];

    /// <summary>Statuses of refusals, beside those that every operation has.</summary>
    public SortedSet<int> Refusals { get; } = [];

    public OperationDescription Says(string text)
    {
        Text = text;
        return this;
    }

    /// <summary>A parameter of the query.</summary>
    public OperationDescription Query(string name, string text, Shape? shape = null) => With(new(name, "query", text, shape ?? Shapes.Text));

    /// <summary>A header of the request.</summary>
    public OperationDescription Header(string name, string text, Shape? shape = null, bool isRequired = false) =>
        With(new(name, "header", text, shape ?? Shapes.Text, isRequired));

    /// <summary>The body of the request, in any of the media types.</summary>
    public OperationDescription Takes(Shape shape, params string[] mediaTypes)
    {
        Body = new ContentDescription(shape, mediaTypes.Length == 0 ? ["application/json"] : mediaTypes);
        return this;
    }

    /// <summary>An answer that is none of refusal; without a shape it has no body.</summary>
    public OperationDescription Answer(int status, string text, Shape? shape = null, string mediaType = "application/json", params string[] headers)
    {
        Answers[status] = new AnswerDescription(text, shape is null ? null : new ContentDescription(shape, [mediaType]), headers);
        return this;
    }

    public OperationDescription Refuses(params int[] statuses)
    {
        Refusals.UnionWith(statuses);
        return this;
    }

    /// <summary>In place of answers, where what is asked is switched off; `x-switched-off` in the document.</summary>
    public OperationDescription OnlyRefuses(string why, params int[] statuses)
    {
        IsSwitchedOff = true;
        return Says(why).Refuses(statuses);
    }

    private OperationDescription With(ParameterDescription parameter)
    {
        Parameters.Add(parameter);
        return this;
    }
}

/// <summary>A parameter beside those of the path.</summary>
internal sealed record ParameterDescription(string Name, string In, string Text, Shape Shape, bool IsRequired = false);

/// <summary>A body.</summary>
internal sealed record ContentDescription(Shape Shape, IReadOnlyList<string> MediaTypes);

/// <summary>An answer, with the headers that are part of it.</summary>
internal sealed record AnswerDescription(string Text, ContentDescription? Content, IReadOnlyList<string> Headers);

/// <summary>Puts descriptions where routes are mapped.</summary>
internal static class Describing
{
    /// <summary>Describes what the endpoint does. A test wants it of every route of the APIs.</summary>
    public static TBuilder Describe<TBuilder>(this TBuilder endpoint, string summary, Func<OperationDescription, OperationDescription> more)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(more(new OperationDescription(summary)));

    /// <summary>Describes one method of an endpoint that serves several.</summary>
    public static TBuilder Describe<TBuilder>(
        this TBuilder endpoint, string method, string summary, Func<OperationDescription, OperationDescription> more)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(more(new OperationDescription(summary) { Method = method }));

    /// <summary>Leaves methods out of the document that the endpoint takes only to refuse them.</summary>
    public static void Hide<TBuilder>(this TBuilder endpoint, params string[] methods)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata([.. methods.Select(method => new OperationDescription("") { Method = method, IsAbsent = true })]);
}

using System.Globalization;
using System.Text.Json;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Hooks;

/// <summary>Asks the operator's own command whether content may be stored.</summary>
internal sealed class RunHook(IOptionsMonitor<HookOptions> options, TimeProvider time) : IImportPlugin
{
    public const string PluginName = "hook";
    private const int MostLines = 50;
    private const int LongestLine = 500;
    private const string OwnNames = "os_glance";

    public string Name => PluginName;

    public string Phase => "Hook";

    public bool IsCheck => true;

    public async Task RunAsync(ImportWork work, CancellationToken cancellationToken)
    {
        var exit = await AskAsync(QuestionOf(work), cancellationToken);
        foreach (var line in Lines(exit.Error.Split('\n')))
        {
            await work.LogAsync("hook.error", line);
        }

        var answer = Read(exit);
        foreach (var line in Lines(answer.Log ?? []))
        {
            await work.LogAsync("hook.said", line);
        }

        if (!answer.Accept)
        {
            throw new HookRefusedException(Lines([answer.Reason ?? ""]).FirstOrDefault() ?? "it gave no reason.");
        }

        foreach (var (name, value) in answer.Properties ?? [])
        {
            Check(name, value);
            work.Outcome.Properties[name] = value;
        }

        work.Outcome.Steps.RemoveAll(step => step.Name == PluginName);
        work.Outcome.Steps.Add(new ImportStep(PluginName, new Dictionary<string, string> { ["accept"] = "true" }));
    }

    private async Task<HookExit> AskAsync(HookQuestion question, CancellationToken cancellationToken)
    {
        var settings = options.CurrentValue;
        using var limit = new CancellationTokenSource(settings.Timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var process = await HookProcess.StartAsync(settings.Command);
        try
        {
            return await process.RunAsync(JsonSerializer.SerializeToUtf8Bytes(question, HookJson.Default.HookQuestion), stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HookFaultException("hook.timeout", $"The operator's check gave no answer within {settings.Timeout}.");
        }
    }

    private static HookQuestion QuestionOf(ImportWork work)
    {
        var (image, facts) = (work.Image, work.Facts);
        var properties = image.Properties.Where(property => !property.Name.StartsWith(OwnNames, StringComparison.Ordinal))
            .ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal);
        foreach (var (name, value) in work.Outcome.Properties)
        {
            properties.Remove(name);
            if (value is not null)
            {
                properties[name] = value;
            }
        }

        return new HookQuestion(
            new HookImage(image.Id, image.Name, image.OwnerId, work.Caller.UserId, image.DiskFormat!, image.ContainerFormat!, properties),
            new HookContent(
                work.Path, facts.Bytes, ContentRules.VirtualSizeBytes(work.DiskFormat, work.ContainerFormat, facts.Format), work.DiskFormat,
                work.ContainerFormat, facts.Format.Detected, facts.Digests),
            work.Outcome.Method,
            work.Outcome.Source);
    }

    private static HookAnswer Read(HookExit exit)
    {
        if (exit.Answer is null)
        {
            throw Failed($"its answer is longer than {HookProcess.LongestAnswerBytes} bytes");
        }

        if (exit.Status != 0)
        {
            throw Failed(string.Create(CultureInfo.InvariantCulture, $"it ended with status {exit.Status}"));
        }

        try
        {
            return JsonSerializer.Deserialize(exit.Answer, HookJson.Default.HookAnswer) ?? throw Failed("its answer is null");
        }
        catch (JsonException)
        {
            throw Failed("its answer is not the JSON that is expected");
        }
    }

    private static void Check(string name, string? value)
    {
        try
        {
            ImageRules.CheckProperty(name, value ?? "");
        }
        catch (DomainException refusal)
        {
            throw Failed($"it sets a property that cannot be: {refusal.Message}");
        }
    }

    private static IEnumerable<string> Lines(IEnumerable<string> lines) => lines.Take(MostLines)
        .Select(line => new string([.. line.Take(LongestLine).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter)]).Trim())
        .Where(line => line.Length > 0);

    private static HookFaultException Failed(string why) => new("hook.failed", $"The operator's check failed: {why}.");
}

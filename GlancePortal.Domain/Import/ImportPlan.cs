namespace GlancePortal.Domain.Import;

/// <summary>What an import is to do, and how far it is.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="outcome">What was found and decided so far.</param>
public sealed class ImportPlan(ImportRequest request, ImportOutcome outcome)
{
    /// <summary>What was asked for; <see cref="ImportRequest.Stores"/> names every store that is meant.</summary>
    public ImportRequest Request { get; } = request;

    /// <summary>What was found and decided so far.</summary>
    public ImportOutcome Outcome { get; } = outcome;

    /// <summary>Whether the image has its data already and gets further copies.</summary>
    public bool IsCopy => Request.Method == ImportMethods.CopyImage;

    /// <summary>Whether the image is active all the while.</summary>
    public bool StaysActive => IsCopy || Request.Replaces;

    /// <summary>Id that the new data gets in its stores: the same at each attempt, and one by which the sweep knows that it is wanted.</summary>
    public Guid DataId(Guid imageId, Guid uploadId) => Request.Replaces ? uploadId : imageId;

    /// <summary>Stores that neither have a copy nor have refused one.</summary>
    public IEnumerable<string> Remaining => Request.Stores.Where(store => !Outcome.Stored.ContainsKey(store) && !Outcome.FailedStores.Contains(store));

    /// <summary>Stores without a copy.</summary>
    public IEnumerable<string> Missing => Request.Stores.Where(store => !Outcome.Stored.ContainsKey(store));
}

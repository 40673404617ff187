namespace GlancePortal.Domain.Access;

/// <summary>What a rule is asked about: the attributes that its text can name.</summary>
/// <param name="ProjectId">`project_id` and its other names `owner` and `tenant`: project that owns the object; null when nobody does.</param>
/// <param name="MemberId">`member_id`: project that the object is shared with and through which the caller sees it; null otherwise.</param>
/// <param name="Visibility">`visibility`: in the API's words, for example `public`; null for objects without one.</param>
public readonly record struct PolicyTarget(string? ProjectId, string? MemberId = null, string? Visibility = null)
{
    /// <summary>Something that is of the caller's own project, or of no project at all.</summary>
    public static PolicyTarget OwnOf(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new PolicyTarget(caller.ProjectId);
    }
}

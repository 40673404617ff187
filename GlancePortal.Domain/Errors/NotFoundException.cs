namespace GlancePortal.Domain.Errors;

/// <summary>No such object, or none that this caller may know of.</summary>
/// <param name="kind">What was looked for, for example `image`.</param>
/// <param name="id">The id or name that was asked for.</param>
public sealed class NotFoundException(string kind, string id) : DomainException($"{kind}.not_found", $"No {kind} found with ID {id}");

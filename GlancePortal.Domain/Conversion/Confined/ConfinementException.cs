namespace GlancePortal.Confined;

/// <summary>The tool was not started, because it could not be confined or is not there.</summary>
/// <param name="message">What was tried, and the system's error.</param>
internal sealed class ConfinementException(string message) : Exception(message);

namespace GlancePortal.Domain.Identity;

/// <summary>What can end a token, in the words of <see cref="TokenRevocation.Subject"/>.</summary>
internal static class RevocationSubjects
{
    public static string Token(string auditId) => $"token:{auditId}";

    public static string User(string userId) => $"user:{userId}";

    public static string Project(string projectId) => $"project:{projectId}";

    public static string Grant(string userId, string scopeId) => $"grant:{userId}/{scopeId}";

    public static string ApplicationCredential(string id) => $"credential:{id}";
}

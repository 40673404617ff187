using GlancePortal.Domain.Access;

namespace GlancePortal.Access;

/// <summary>Carries the one <see cref="Caller"/> of a request from the door to the endpoints.</summary>
internal static class CallerFeature
{
    /// <summary>Who asks; anonymous when no credential was shown or accepted.</summary>
    public static Caller Caller(this HttpContext context) => context.Features.Get<Caller>() ?? Domain.Access.Caller.Anonymous;

    /// <summary>Says who asks; called by the authentication handlers only.</summary>
    public static void SetCaller(this HttpContext context, Caller caller) => context.Features.Set(caller);
}

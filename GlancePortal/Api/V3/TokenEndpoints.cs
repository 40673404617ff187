using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V3.Wire;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace GlancePortal.Api.V3;

/// <summary>`/v3/auth/tokens`: tokens are asked for, looked at and ended.</summary>
internal static class TokenEndpoints
{
    private const string SubjectHeader = "X-Subject-Token";

    public static void MapTokens(this RouteGroupBuilder identity)
    {
        identity.MapPost("/auth/tokens", IssueAsync).WithName("IssueToken").Describe(
            "Ask for a token", it => it.Says("By password, by another token, or by an application credential; for a project, a domain or none. The token is in X-Subject-Token.").Query("nocatalog", "Leaves the catalogue out.").Takes(Shapes.RequestOf(V3Json.Default.AuthRequest)).Answer(201, "What the token says.", Shapes.Of(V3Json.Default.TokenBody), headers: [SubjectHeader]).Refuses(400, 401, 403, 429));
        identity.MapGet("/auth/tokens", Show).WithName("ValidateToken").Describe(
            "Validate a token", it => it.Header(SubjectHeader, "The token that is meant.", isRequired: true).Answer(200, "What it says.", Shapes.Of(V3Json.Default.TokenBody), headers: [SubjectHeader]).Refuses(403, 404));
        identity.MapMethods("/auth/tokens", [HttpMethods.Head], Check).WithName("CheckToken").Describe(
            "Check a token", it => it.Header(SubjectHeader, "The token that is meant.", isRequired: true).Answer(200, "It is valid.").Refuses(403, 404));
        identity.MapDelete("/auth/tokens", RevokeAsync).WithName("RevokeToken").Describe(
            "End a token", it => it.Header(SubjectHeader, "The token that is meant.", isRequired: true).Answer(204, "It has ended, on every node within seconds.").Refuses(403, 404));
    }

    internal static async Task<JsonHttpResult<TokenBody>> IssueAsync(
        HttpContext context, TokenIssue issue, Tokens tokens, V3Catalog catalog, CancellationToken cancellationToken)
    {
        var auth = (await V3Body.ReadAsync(context.Request, V3Json.Default.AuthRequest, cancellationToken)).Auth;
        if (auth?.Identity is not { Methods: { Count: > 0 } methods } identity)
        {
            throw new InvalidInputException("auth.identity.methods is missing.");
        }

        var scope = AuthRequestReader.ScopeOf(auth.Scope);
        var caller = Caller.Anonymous with
        {
            RequestId = context.TraceIdentifier,
            RemoteAddress = context.Connection.RemoteIpAddress?.ToString(),
        };
        var token = methods switch
        {
            ["password"] => await ForPasswordAsync(identity, scope, issue, caller, cancellationToken),
            ["token"] => await ForTokenAsync(identity, scope, issue, tokens, cancellationToken),
            ["application_credential"] => await ForApplicationCredentialAsync(identity, scope, issue, caller, cancellationToken),
            _ => throw new UnauthenticatedException($"Attempted to authenticate with an unsupported method: {string.Join(", ", methods)}."),
        };
        return Answer(context, token, tokens.Write(token), catalog, StatusCodes.Status201Created);
    }

    internal static JsonHttpResult<TokenBody> Show(HttpContext context, Tokens tokens, V3Catalog catalog)
    {
        var (subject, text) = VisibleSubjectOf(context, tokens);
        return Answer(context, subject, text, catalog, StatusCodes.Status200OK);
    }

    internal static Ok Check(HttpContext context, Tokens tokens)
    {
        Stamp(context.Response, VisibleSubjectOf(context, tokens).Text);
        return TypedResults.Ok();
    }

    internal static async Task<NoContent> RevokeAsync(HttpContext context, TokenIssue issue, Tokens tokens, CancellationToken cancellationToken)
    {
        var (subject, _) = SubjectOf(context, tokens);
        if (context.Token().User.Id != subject.User.Id && !context.Caller().IsAdmin)
        {
            throw new ForbiddenException("Ending another's token needs the role admin.");
        }

        await issue.RevokeAsync(context.Caller(), subject, cancellationToken);
        return TypedResults.NoContent();
    }

    private static Task<Token> ForPasswordAsync(
        IdentityPart identity, ScopeRequest scope, TokenIssue issue, Caller caller, CancellationToken cancellationToken)
    {
        if (identity.Password?.User is not { Password: { } password } user)
        {
            throw new InvalidInputException("auth.identity.password.user.password is missing.");
        }

        return issue.ForPasswordAsync(AuthRequestReader.UserOf(user), password, scope, caller, cancellationToken);
    }

    private static Task<Token> ForTokenAsync(
        IdentityPart identity, ScopeRequest scope, TokenIssue issue, Tokens tokens, CancellationToken cancellationToken)
    {
        var text = identity.Token?.Id ?? throw new InvalidInputException("auth.identity.token.id is missing.");
        var token = tokens.Read(text) ?? throw new WrongCredentialsException();
        return issue.ForTokenAsync(token, scope, cancellationToken);
    }

    private static Task<Token> ForApplicationCredentialAsync(
        IdentityPart identity, ScopeRequest scope, TokenIssue issue, Caller caller, CancellationToken cancellationToken)
    {
        if (scope is not ScopeRequest.Unsaid)
        {
            throw new UnauthenticatedException("Application credentials cannot request a scope.");
        }

        var part = identity.ApplicationCredential;
        if (part?.Secret is null || (part.Id is null && (part.Name is null || part.User is null)))
        {
            throw new InvalidInputException("auth.identity.application_credential needs a secret and an id, or a secret, a name and a user.");
        }

        var which = new ApplicationCredentialReference(part.Id, part.Name, part.User is null ? null : AuthRequestReader.UserOf(part.User));
        return issue.ForApplicationCredentialAsync(which, part.Secret, caller, cancellationToken);
    }

    private static (Token Subject, string Text) VisibleSubjectOf(HttpContext context, Tokens tokens)
    {
        var (subject, text) = SubjectOf(context, tokens);
        var caller = context.Caller();
        return context.Token().AuditId == subject.AuditId || caller.IsAdmin || caller.Has(RoleNames.Service)
            ? (subject, text)
            : throw new ForbiddenException("Validating another's token needs the role service or admin.");
    }

    private static (Token Subject, string Text) SubjectOf(HttpContext context, Tokens tokens)
    {
        _ = context.Token();
        var text = context.Request.Headers[SubjectHeader].ToString();
        return (tokens.Read(text) ?? throw new NotFoundException("token", "in X-Subject-Token"), text);
    }

    private static JsonHttpResult<TokenBody> Answer(HttpContext context, Token token, string text, V3Catalog catalog, int status)
    {
        Stamp(context.Response, text);
        var services = context.Request.Query.ContainsKey("nocatalog") ? null : catalog.For(context.Request);
        return TypedResults.Json(TokenBodies.Of(token, services), V3Json.Default.TokenBody, statusCode: status);
    }

    private static void Stamp(HttpResponse response, string token)
    {
        response.Headers[SubjectHeader] = token;
        response.Headers[HeaderNames.Vary] = TokenCallers.Header;
        response.Headers[HeaderNames.CacheControl] = "no-store";
    }
}

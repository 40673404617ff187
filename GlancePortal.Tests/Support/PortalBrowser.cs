using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Xunit;

namespace GlancePortal.Tests.Support;

/// <summary>What a browser does for the portal's forms: keeps cookies, shows the page's anti-forgery token, follows no redirect.</summary>
public sealed partial class PortalBrowser : IDisposable
{
    /// <summary>Name of the form's field with the anti-forgery token.</summary>
    public const string FormField = "__RequestVerificationToken";

    private PortalBrowser(HttpClient client, CookieContainer cookies) => (Client, Cookies) = (client, cookies);

    /// <summary>The client with the cookies.</summary>
    public HttpClient Client { get; }

    /// <summary>What the server set.</summary>
    public CookieContainer Cookies { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A browser that nobody signed in with.</summary>
    public static PortalBrowser Open(PortalFactory portal)
    {
        var cookies = new CookieContainer();
        return new PortalBrowser(portal.CreateDefaultClient(new CookieContainerHandler(cookies)), cookies);
    }

    /// <summary>A browser in which a user is signed in.</summary>
    public static async Task<PortalBrowser> SignedInAsync(PortalFactory portal, string user)
    {
        var browser = Open(portal);
        using var answer = await browser.SignInAsync(user, PortalFactory.Password);
        Assert.DoesNotContain("error", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        return browser;
    }

    /// <summary>Fills the sign-in form and sends it.</summary>
    public async Task<HttpResponseMessage> SignInAsync(string name, string password, string? returnUrl = null) =>
        await PostFormAsync(
            "/sign-in",
            ("name", name), ("password", password), ("returnUrl", returnUrl ?? ""), (FormField, await PageTokenAsync("/sign-in")));

    /// <summary>Sends a form.</summary>
    public async Task<HttpResponseMessage> PostFormAsync(string address, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await Client.PostAsync(address, form, Cancellation);
    }

    /// <summary>The anti-forgery token of a page, for the form field <see cref="FormField"/> or the header X-CSRF-TOKEN.</summary>
    public async Task<string> PageTokenAsync(string address)
    {
        var html = await Client.GetStringAsync(address, Cancellation);
        return Token().Match(html) is { Success: true } match
            ? match.Groups[1].Value
            : throw new InvalidOperationException($"{address} has no anti-forgery token.");
    }

    public void Dispose() => Client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

using GlancePortal.Components.Account;
using GlancePortal.Components.Layout;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace GlancePortal.Tests.Components;

[Trait("Suite", "components")]
public sealed class PagesWantASession
{
    private static readonly Type[] Open = [typeof(SignInPage), typeof(NotFoundPage), typeof(ErrorPage)];

    // The router of an open page asks the component itself: the endpoint's policy was asked once, when the page was opened.
    [Fact]
    public void Every_page_but_the_open_ones_ends_with_its_session()
    {
        var pages = typeof(SignInPage).Assembly.GetTypes().Where(type => type.IsDefined(typeof(RouteAttribute), inherit: false)).ToList();

        Assert.Equal(Open.Order(ByName), pages.Where(IsOpen).Order(ByName));
        Assert.All(pages.Except(Open), page => Assert.True(page.IsDefined(typeof(AuthorizeAttribute), inherit: true), page.Name));
    }

    private static Comparer<Type> ByName => Comparer<Type>.Create((one, other) => string.CompareOrdinal(one.Name, other.Name));

    private static bool IsOpen(Type page) => page.IsDefined(typeof(AllowAnonymousAttribute), inherit: true);
}

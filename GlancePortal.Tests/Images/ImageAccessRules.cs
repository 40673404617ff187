using GlancePortal.Components.Images;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Images;

/// <summary>The table of who may do what, a row a line.</summary>
[Trait("Suite", "unit")]
public sealed class ImageAccessRules
{
    private const string Own = "own";
    private const string Other = "other";
    private static readonly ImageAccess Access = Rules.Access();

    [Theory]
    [InlineData("reader", Own, ImageVisibility.Private, false, true)]
    [InlineData("reader", Other, ImageVisibility.Private, false, false)]
    [InlineData("reader", Other, ImageVisibility.Private, true, false)]
    [InlineData("reader", Other, ImageVisibility.Shared, false, false)]
    [InlineData("reader", Other, ImageVisibility.Shared, true, true)]
    [InlineData("reader", Other, ImageVisibility.Community, false, true)]
    [InlineData("reader", Other, ImageVisibility.Public, false, true)]
    [InlineData("reader", null, ImageVisibility.Private, false, true)]
    [InlineData("service", Own, ImageVisibility.Private, false, true)]
    [InlineData("admin", Other, ImageVisibility.Private, false, true)]
    [InlineData("guest", Own, ImageVisibility.Public, false, false)]
    public void Who_sees_what(string role, string? owner, ImageVisibility visibility, bool isMember, bool sees) =>
        Assert.Equal(sees, Access.Sees(Callers.With(role, Own), owner, visibility, isMember));

    [Theory]
    [InlineData("reader", Own, false)]
    [InlineData("member", Own, true)]
    [InlineData("manager", Own, true)]
    [InlineData("member", Other, false)]
    [InlineData("member", null, false)]
    [InlineData("service", Own, false)]
    [InlineData("admin", Other, true)]
    [InlineData("admin", null, true)]
    public void Who_changes_what(string role, string? owner, bool may) => Assert.Equal(may, MayChange(Callers.With(role, Own), owner));

    [Theory]
    [InlineData("reader", Own, ImageVisibility.Private, "access.forbidden")]
    [InlineData("member", Own, ImageVisibility.Community, null)]
    [InlineData("member", Own, ImageVisibility.Public, "access.forbidden")]
    [InlineData("member", Other, ImageVisibility.Private, "image.owner_denied")]
    [InlineData("member", null, ImageVisibility.Private, "image.owner_denied")]
    [InlineData("admin", Other, ImageVisibility.Public, null)]
    public void Who_creates_what(string role, string? owner, ImageVisibility visibility, string? refusal)
    {
        var caller = Callers.With(role, Own);

        var fault = Record.Exception(() =>
        {
            Access.RequireCreate(caller, owner);
            Access.RequireVisibility(caller, owner, visibility);
        });

        Assert.Equal(refusal, (fault as DomainException)?.Code);
    }

    [Theory]
    [InlineData("reader", ImageStatus.Active, "access.forbidden")]
    [InlineData("member", ImageStatus.Active, null)]
    [InlineData("member", ImageStatus.Deactivated, "image.deactivated")]
    [InlineData("admin", ImageStatus.Deactivated, null)]
    [InlineData("service", ImageStatus.Active, "access.forbidden")]
    public void Who_downloads_what(string role, ImageStatus status, string? refusal)
    {
        var fault = Record.Exception(() => Access.RequireDownload(Callers.With(role, Own), new Image { OwnerId = Own, Status = status }));

        Assert.Equal(refusal, (fault as DomainException)?.Code);
    }

    [Fact]
    public void A_token_of_a_domain_does_nothing_with_images()
    {
        var caller = Callers.Admin() with { ProjectId = null, ScopeDomainId = "default" };

        Assert.Throws<ForbiddenException>(() => Access.RequireRead(caller));
        Assert.False(MayChange(caller, Own));
        Assert.Throws<ForbiddenException>(() => Access.RequireDownload(caller, new Image { OwnerId = Own, Visibility = ImageVisibility.Public }));
        Assert.Throws<ForbiddenException>(() => Access.RequireCreate(caller, Own));
    }

    [Fact]
    public void Without_a_project_nothing_is_ones_own()
    {
        var caller = Callers.Member() with { ProjectId = null };

        Assert.False(Access.Sees(caller, Other, ImageVisibility.Private, isMember: false));
        Assert.True(Access.Sees(caller, Other, ImageVisibility.Public, isMember: false));
        Assert.False(MayChange(caller, null));
        Assert.Throws<ForbiddenException>(() => Access.RequireCreate(caller, null));
    }

    [Fact]
    public void The_portal_offers_what_the_operators_rules_allow()
    {
        using var folder = new TemporaryFolder();
        var policy = folder.File("policy.yaml");
        File.WriteAllText(policy, "delete_image: \"!\"\npublicize_image: role:member\ndownload_image: role:reader\nadd_image: \"!\"\n");
        var access = Rules.Access(new AccessOptions { PolicyFile = policy });
        var image = new Image { OwnerId = Own, Status = ImageStatus.Active };

        Assert.Equal(new ImageRights(Change: true, Delete: false, Download: true, Publicize: true), ImageRights.Of(Callers.With("member", Own), image, access));
        Assert.Equal(ImageRights.None with { Download = true }, ImageRights.Of(Callers.With("reader", Own), image, access));
        Assert.False(Viewer.Of(Callers.With("member", Own), access).MayCreate);
        Assert.True(Viewer.Of(Callers.With("member", Own), Access).MayCreate);
    }

    private static bool MayChange(Caller caller, string? owner) => Access.May(caller, new Image { OwnerId = owner }, PolicyNames.ModifyImage);
}

using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Images;

/// <summary>
/// Who may do what with which image: the reach of an image's visibility, and within it the policy. What a caller may not see does not
/// exist for them: 404, never 403.
/// </summary>
/// <remarks>glance-behaviour.md, visibility and default policies. Ask about an image only after it was found for the caller.</remarks>
/// <param name="rules">The policy as it holds now.</param>
public sealed class ImageAccess(RulesInForce rules)
{
    private static readonly PolicyTarget SomethingPublic = new(ProjectId: "", Visibility: "public");

    private Policy Policy => rules.Current.Policy;

    /// <summary>Whether the caller acts in every project.</summary>
    public bool IsAdmin(Caller caller) => Policy.Allows(PolicyNames.ContextIsAdmin, caller, PolicyTarget.OwnOf(caller));

    /// <summary>Whether what a project does is the caller's to know, beyond the images that it shows.</summary>
    public bool KnowsOf(Caller caller, string? projectId)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return (projectId is not null && projectId == caller.ProjectId) || IsAdmin(caller);
    }

    /// <summary>Whether the caller may list images.</summary>
    public bool MayList(Caller caller) => Policy.Allows(PolicyNames.GetImages, caller, PolicyTarget.OwnOf(caller));

    /// <summary>Refuses a caller who may not list images.</summary>
    /// <exception cref="ForbiddenException">No reader, or a token of a domain.</exception>
    public void RequireRead(Caller caller) => Require(caller, PolicyNames.GetImages, PolicyTarget.OwnOf(caller));

    /// <summary>Refuses the token of a domain or of the system before anything is looked up: there is nothing that it could see.</summary>
    /// <exception cref="ForbiddenException">A token of no project.</exception>
    public static void RequireProject(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.IsOfProjects)
        {
            throw new ForbiddenException("Images are of projects: this needs a token of a project, not of a domain or of the system.");
        }
    }

    /// <summary>Whether the caller sees the image.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="ownerId">The image's owner.</param>
    /// <param name="visibility">The image's visibility.</param>
    /// <param name="isMember">Whether it is shared with the caller's project, in whatever status.</param>
    public bool Sees(Caller caller, string? ownerId, ImageVisibility visibility, bool isMember)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var shared = visibility == ImageVisibility.Shared && isMember;
        var reached = shared || ownerId is null || Owns(caller, ownerId) || visibility is ImageVisibility.Public or ImageVisibility.Community;
        return (reached || IsAdmin(caller))
            && Policy.Allows(PolicyNames.GetImage, caller, new PolicyTarget(ownerId, shared ? caller.ProjectId : null, NameOf(visibility)));
    }

    /// <summary>Whether images that a list finds have to be asked about one by one. The default rule allows all that a list finds.</summary>
    internal bool FiltersLists(Caller caller) =>
        !Policy.IsDefault(PolicyNames.GetImage) || !Policy.Allows(PolicyNames.GetImage, caller, SomethingPublic);

    /// <summary>Whether the caller sees an image that a list has found; then a shared one of another project is shared with the caller's.</summary>
    internal bool SeesListed(Caller caller, string? ownerId, ImageVisibility visibility) =>
        Sees(caller, ownerId, visibility, isMember: ownerId != caller.ProjectId && !IsAdmin(caller));

    /// <summary>Refuses a caller who sees the image but may not do this to it.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="image">The image, found for the caller.</param>
    /// <param name="rule">One of <see cref="PolicyNames"/>.</param>
    /// <exception cref="ForbiddenException">The rule does not allow it.</exception>
    public void Require(Caller caller, Image image, string rule) => Require(caller, rule, TargetOf(caller, image));

    /// <summary>Whether the caller, who sees the image, may do this to it.</summary>
    public bool May(Caller caller, Image image, string rule) => Policy.Allows(rule, caller, TargetOf(caller, image));

    /// <summary>Refuses a caller who may not do what is of no image, for example list tasks.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="rule">One of <see cref="PolicyNames"/>.</param>
    /// <exception cref="ForbiddenException">The rule does not allow it.</exception>
    public void Require(Caller caller, string rule) => Require(caller, rule, PolicyTarget.OwnOf(caller));

    /// <summary>Refuses a caller who sees the image but may not change it.</summary>
    /// <exception cref="ForbiddenException">By default neither a member of the owner's project nor an administrator.</exception>
    public void RequireChange(Caller caller, Image image) => Require(caller, image, PolicyNames.ModifyImage);

    /// <summary>Refuses a caller who sees the image but may not fill it.</summary>
    /// <exception cref="ForbiddenException">By default neither a member of the owner's project nor an administrator.</exception>
    public void RequireUpload(Caller caller, Image image) => Require(caller, image, PolicyNames.UploadImage);

    /// <summary>Refuses a caller who may not send data into images of their own project.</summary>
    /// <exception cref="ForbiddenException">By default no member of a project, nor an administrator.</exception>
    public void RequireUploader(Caller caller) => Require(caller, PolicyNames.UploadImage);

    /// <summary>Refuses a caller who sees the image but may not take it out of use.</summary>
    /// <exception cref="ForbiddenException">By default neither a member of the owner's project nor an administrator.</exception>
    public void RequireDeactivate(Caller caller, Image image) => Require(caller, image, PolicyNames.Deactivate);

    /// <summary>Refuses a caller who sees the image but may not bring it back into use.</summary>
    /// <exception cref="ForbiddenException">By default neither a member of the owner's project nor an administrator.</exception>
    public void RequireReactivate(Caller caller, Image image) => Require(caller, image, PolicyNames.Reactivate);

    /// <summary>Refuses a caller who sees the image but may not share it.</summary>
    /// <exception cref="ForbiddenException">By default neither a member of the owner's project nor an administrator.</exception>
    public void RequireAddMember(Caller caller, Image image) => Require(caller, image, PolicyNames.AddMember);

    /// <summary>Refuses a caller who sees the image but may not end its shares.</summary>
    /// <exception cref="ForbiddenException">By default neither a member of the owner's project nor an administrator.</exception>
    public void RequireDeleteMember(Caller caller, Image image) => Require(caller, image, PolicyNames.DeleteMember);

    /// <summary>Refuses a caller who sees the image but may not list its shares.</summary>
    /// <exception cref="ForbiddenException">By default no reader of the owner's project or of one that it is shared with, nor an administrator.</exception>
    public void RequireMembers(Caller caller, Image image) => Require(caller, image, PolicyNames.GetMembers);

    /// <summary>Whether the caller, who sees the image, may see this share of it.</summary>
    public bool MaySeeMember(Caller caller, Image image, string memberId) =>
        Policy.Allows(PolicyNames.GetMember, caller, TargetOf(caller, image) with { MemberId = memberId });

    /// <summary>Refuses a caller who sees the image but may not answer this share of it.</summary>
    /// <exception cref="ForbiddenException">By default neither a member of <paramref name="memberId"/> nor an administrator.</exception>
    public void RequireModifyMember(Caller caller, Image image, string memberId) =>
        Require(caller, PolicyNames.ModifyMember, TargetOf(caller, image) with { MemberId = memberId });

    /// <summary>Refuses a caller who sees the image but may not have its data.</summary>
    /// <exception cref="ForbiddenException">By default no member, or the image is deactivated.</exception>
    public void RequireDownload(Caller caller, Image image)
    {
        Require(caller, image, PolicyNames.DownloadImage);
        if (image.Status == ImageStatus.Deactivated && !IsAdmin(caller))
        {
            throw new ForbiddenException("The requested image has been deactivated. Image data download is forbidden.", "image.deactivated");
        }
    }

    /// <summary>Whether the caller, who sees the image, may have its data.</summary>
    public bool MayDownload(Caller caller, Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return May(caller, image, PolicyNames.DownloadImage) && (image.Status != ImageStatus.Deactivated || IsAdmin(caller));
    }

    /// <summary>Whether the caller may make images of their own project.</summary>
    public bool MayCreate(Caller caller) => Policy.Allows(PolicyNames.AddImage, caller, PolicyTarget.OwnOf(caller));

    /// <summary>Refuses a caller who may not make images of this owner. Whatever the policy says, only administrators make some for others.</summary>
    /// <exception cref="ForbiddenException">By default no member of a project, or the owner is another one.</exception>
    public void RequireCreate(Caller caller, string? ownerId)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var isForeign = !Owns(caller, ownerId) && !IsAdmin(caller);
        if (!isForeign || caller.ProjectId is null)
        {
            Require(caller, PolicyNames.AddImage, new PolicyTarget(ownerId));
        }

        if (isForeign)
        {
            throw new ForbiddenException($"You are not permitted to create images owned by '{ownerId}'.", "image.owner_denied");
        }
    }

    /// <summary>Refuses a caller who may not give images to another project.</summary>
    /// <exception cref="ForbiddenException">No administrator.</exception>
    public void RequireOwnerChange(Caller caller)
    {
        if (!IsAdmin(caller))
        {
            throw new ForbiddenException("Only an administrator may give an image to another project.", "image.owner_denied");
        }
    }

    /// <summary>Whether the caller sees every project that an image is shared with, not only their own (rules get_members and get_member).</summary>
    public bool SeesAllMembers(Caller caller, Image image)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(image);
        return IsAdmin(caller) || Owns(caller, image.OwnerId);
    }

    /// <summary>Whether the caller may give images of this owner a visibility.</summary>
    public bool MayGive(Caller caller, string? ownerId, ImageVisibility visibility) =>
        RuleOf(visibility) is not { } rule || Policy.Allows(rule, caller, new PolicyTarget(ownerId, Visibility: NameOf(visibility)));

    /// <summary>Refuses a visibility that the caller may not give.</summary>
    /// <exception cref="ForbiddenException">By default public is for administrators; community for members of the owner's project.</exception>
    public void RequireVisibility(Caller caller, string? ownerId, ImageVisibility visibility)
    {
        if (RuleOf(visibility) is { } rule)
        {
            Require(caller, rule, new PolicyTarget(ownerId, Visibility: NameOf(visibility)));
        }
    }

    private static string? RuleOf(ImageVisibility visibility) => visibility switch
    {
        ImageVisibility.Public => PolicyNames.PublicizeImage,
        ImageVisibility.Community => PolicyNames.CommunitizeImage,
        _ => null,
    };

    // Who sees a shared image of another project sees it through a share.
    private PolicyTarget TargetOf(Caller caller, Image image)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(image);
        var throughShare = image is { Visibility: ImageVisibility.Shared, OwnerId: not null } && !Owns(caller, image.OwnerId) && !IsAdmin(caller);
        return new PolicyTarget(image.OwnerId, throughShare ? caller.ProjectId : null, NameOf(image.Visibility));
    }

    private void Require(Caller caller, string rule, in PolicyTarget target)
    {
        var policy = Policy;
        if (!policy.Allows(rule, caller, target))
        {
            throw policy.Denied(rule);
        }
    }

    private static bool Owns(Caller caller, string? ownerId) => caller.ProjectId is not null && caller.ProjectId == ownerId;

    private static string NameOf(ImageVisibility visibility) => visibility switch
    {
        ImageVisibility.Shared => "shared",
        ImageVisibility.Private => "private",
        ImageVisibility.Community => "community",
        _ => "public",
    };
}

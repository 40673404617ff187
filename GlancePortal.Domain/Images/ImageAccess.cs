using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Images;

/// <summary>Who may do what with which image. What a caller may not see does not exist for them: 404, never 403.</summary>
public static class ImageAccess
{
    /// <summary>Whether the caller may look at images at all.</summary>
    public static bool MayRead(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return IsOfProjects(caller) && (caller.Has(RoleNames.Reader) || caller.Has(RoleNames.Service));
    }

    /// <summary>Refuses a caller who may not list images.</summary>
    /// <exception cref="ForbiddenException">No reader, or a token of a domain.</exception>
    public static void RequireRead(Caller caller)
    {
        if (!MayRead(caller))
        {
            throw Denied("get_images", "the role reader in a project");
        }
    }

    /// <summary>Whether the caller sees the image.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="ownerId">The image's owner.</param>
    /// <param name="visibility">The image's visibility.</param>
    /// <param name="isMember">Whether it is shared with the caller's project, in whatever status.</param>
    public static bool Sees(Caller caller, string? ownerId, ImageVisibility visibility, bool isMember) =>
        MayRead(caller)
        && (caller.IsAdmin || ownerId is null || Owns(caller, ownerId)
            || visibility is ImageVisibility.Public or ImageVisibility.Community
            || (visibility == ImageVisibility.Shared && isMember));

    /// <summary>Whether the caller may change, fill and delete images of this owner.</summary>
    public static bool MayChange(Caller caller, string? ownerId)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return IsOfProjects(caller) && (caller.IsAdmin || (caller.Has(RoleNames.Member) && Owns(caller, ownerId)));
    }

    /// <summary>Refuses a caller who sees the image but may not change, fill or delete it.</summary>
    /// <exception cref="ForbiddenException">Neither a member of the owner's project nor an administrator.</exception>
    public static void RequireChange(Caller caller, Image image) => RequireChange(caller, image, "modify_image");

    /// <summary>Whether the caller may download images that they see.</summary>
    public static bool MayDownload(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return IsOfProjects(caller) && caller.Has(RoleNames.Member);
    }

    /// <summary>Refuses a caller who sees the image but may not have its data.</summary>
    /// <exception cref="ForbiddenException">No member, or the image is deactivated.</exception>
    public static void RequireDownload(Caller caller, Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!MayDownload(caller))
        {
            throw Denied("download_image", "the role member");
        }

        if (image.Status == ImageStatus.Deactivated && !caller.IsAdmin)
        {
            throw new ForbiddenException("The requested image has been deactivated. Image data download is forbidden.", "image.deactivated");
        }
    }

    /// <summary>Refuses a caller who may not make images of this owner.</summary>
    /// <exception cref="ForbiddenException">No member of a project, or the owner is another one.</exception>
    public static void RequireCreate(Caller caller, string? ownerId)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.IsAdmin && IsOfProjects(caller))
        {
            return;
        }

        if (!caller.Has(RoleNames.Member) || caller.ProjectId is null)
        {
            throw Denied("add_image", "the role member in a project");
        }

        if (!Owns(caller, ownerId))
        {
            throw new ForbiddenException($"You are not permitted to create images owned by '{ownerId}'.", "image.owner_denied");
        }
    }

    /// <summary>Refuses a visibility that the caller may not give.</summary>
    /// <exception cref="ForbiddenException">Public is for administrators; community for members of the owner's project.</exception>
    public static void RequireVisibility(Caller caller, string? ownerId, ImageVisibility visibility)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (visibility == ImageVisibility.Public && !caller.IsAdmin)
        {
            throw Denied("publicize_image", "the role admin");
        }

        if (visibility == ImageVisibility.Community && !MayChange(caller, ownerId))
        {
            throw Denied("communitize_image", "the role member in the project that owns the image");
        }
    }

    /// <summary>Whether the caller sees every project that an image is shared with, not only their own (rules get_members and get_member).</summary>
    public static bool SeesAllMembers(Caller caller, Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return MayRead(caller) && (caller.IsAdmin || Owns(caller, image.OwnerId));
    }

    /// <summary>Refuses a caller who may not share the image.</summary>
    /// <exception cref="ForbiddenException">Neither a member of the owner's project nor an administrator.</exception>
    public static void RequireAddMember(Caller caller, Image image) => RequireChange(caller, image, "add_member");

    /// <summary>Refuses a caller who may not end a share of the image.</summary>
    /// <exception cref="ForbiddenException">Neither a member of the owner's project nor an administrator.</exception>
    public static void RequireDeleteMember(Caller caller, Image image) => RequireChange(caller, image, "delete_member");

    /// <summary>Refuses a caller who may not answer for the project that an image is shared with.</summary>
    /// <exception cref="ForbiddenException">Neither a member of that project nor an administrator.</exception>
    public static void RequireModifyMember(Caller caller, string memberId)
    {
        if (!MayChange(caller, memberId))
        {
            throw Denied("modify_member", "the role member in the project that the image is shared with");
        }
    }

    /// <summary>Refuses a caller who may not take the image out of use.</summary>
    /// <exception cref="ForbiddenException">Neither a member of the owner's project nor an administrator.</exception>
    public static void RequireDeactivate(Caller caller, Image image) => RequireChange(caller, image, "deactivate");

    /// <summary>Refuses a caller who may not bring the image back into use.</summary>
    /// <exception cref="ForbiddenException">Neither a member of the owner's project nor an administrator.</exception>
    public static void RequireReactivate(Caller caller, Image image) => RequireChange(caller, image, "reactivate");

    /// <summary>Refuses a caller who may not remove one of the copies of an image's data.</summary>
    /// <exception cref="ForbiddenException">No administrator.</exception>
    public static void RequireDeleteCopy(Caller caller) => RequireAdmin(caller, "delete_image_location");

    /// <summary>Refuses a caller who may not use the tasks of an administrator.</summary>
    /// <exception cref="ForbiddenException">No administrator.</exception>
    public static void RequireTasks(Caller caller) => RequireAdmin(caller, "tasks_api_access");

    /// <summary>Refuses a caller who may not know how the stores are set up.</summary>
    /// <exception cref="ForbiddenException">Neither an administrator nor a service.</exception>
    public static void RequireStoresDetail(Caller caller) => RequireService(caller, "stores_info_detail");

    /// <summary>Refuses a caller who may not say where an image's data is.</summary>
    /// <exception cref="ForbiddenException">Neither a service nor a member of the owner's project.</exception>
    public static void RequireAddLocation(Caller caller, Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!IsService(caller) && !MayChange(caller, image.OwnerId))
        {
            throw Denied("add_image_location", "the role service, or member in the project that owns the image");
        }
    }

    /// <summary>Refuses a caller who may not know where an image's data is.</summary>
    /// <exception cref="ForbiddenException">Neither an administrator nor a service.</exception>
    public static void RequireFetchLocation(Caller caller) => RequireService(caller, "fetch_image_location");

    private static void RequireChange(Caller caller, Image image, string operation)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!MayChange(caller, image.OwnerId))
        {
            throw Denied(operation, "the role member in the project that owns the image");
        }
    }

    private static void RequireAdmin(Caller caller, string operation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.IsAdmin || !IsOfProjects(caller))
        {
            throw Denied(operation, "the role admin");
        }
    }

    private static void RequireService(Caller caller, string operation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!IsOfProjects(caller) || !(caller.IsAdmin || IsService(caller)))
        {
            throw Denied(operation, "the role admin or service");
        }
    }

    private static bool IsService(Caller caller) => caller.Has(RoleNames.Service) || caller.ServiceRoles.Contains(RoleNames.Service);

    // The token of a domain is for the domain's people; images are of projects.
    private static bool IsOfProjects(Caller caller) => caller.ScopeDomainId is null || caller.ProjectId is not null;

    private static bool Owns(Caller caller, string? ownerId) => caller.ProjectId is not null && caller.ProjectId == ownerId;

    private static ForbiddenException Denied(string operation, string needed) =>
        new($"You are not authorized to complete {operation} action: it needs {needed}.");
}

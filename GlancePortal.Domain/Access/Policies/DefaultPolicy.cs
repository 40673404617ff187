namespace GlancePortal.Domain.Access;

/// <summary>The rules that hold when no file says otherwise: Glance's own, one a line.</summary>
public static class DefaultPolicy
{
    private const string Admin = "rule:context_is_admin";
    private const string AdminOrService = "rule:context_is_admin or rule:service_api";
    private const string Owner = "rule:context_is_admin or (role:member and project_id:%(project_id)s)";
    private const string OwnerReads = "rule:context_is_admin or (role:reader and project_id:%(project_id)s)";
    private const string Reaches =
        "(project_id:%(project_id)s or project_id:%(member_id)s or 'community':%(visibility)s or 'public':%(visibility)s"
        + " or 'shared':%(visibility)s or None:%(project_id)s)";

    private const string SharedReads =
        "rule:context_is_admin or (role:reader and (project_id:%(project_id)s or project_id:%(member_id)s))";

    private const string Metadef =
        "rule:context_is_admin or (role:reader and (project_id:%(project_id)s or 'public':%(visibility)s))";

    private const string Administrators = "administrators";
    private const string Services = "services and administrators";
    private const string Downloaders = "administrators, and members whom its visibility reaches";
    private const string Members = "administrators, and members of the project that owns the image";
    private const string Readers = "administrators, and readers of the project that owns the image";
    private const string SharedReaders = "administrators, and readers of the owner's project and of the project that it is shared with";
    private const string MetadefReaders = "administrators, and readers where it is of their project or public";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PolicyRule> Rules { get; } =
    [
        new(PolicyNames.ContextIsAdmin, "role:admin", "to act in every project", "the role admin"),
        new(
            PolicyNames.ServiceApi, "role:service or service_roles:service or role:admin",
            "to act as another service", "the roles service and admin, and requests with a service's token"),
        Reads(PolicyNames.GetImages, $"{AdminOrService} or role:reader", "to list images", "administrators, readers and services"),
        Reads(
            PolicyNames.GetImage, $"{AdminOrService} or (role:reader and {Reaches})",
            "to see an image", "administrators, services, and readers whom its visibility reaches"),
        Reads(PolicyNames.DownloadImage, $"rule:context_is_admin or (role:member and {Reaches})", "to download an image", Downloaders),
        Reads(PolicyNames.DownloadFromStore, $"rule:context_is_admin or (role:member and {Reaches})", "to download from a store of one's choice", Downloaders),
        new(PolicyNames.AddImage, Owner, "to create an image", "administrators, and members for their own project"),
        new(PolicyNames.ModifyImage, Owner, "to change an image", Members),
        new(PolicyNames.DeleteImage, Owner, "to delete an image", Members),
        new(PolicyNames.UploadImage, Owner, "to send an image's data", Members),
        new(PolicyNames.PublicizeImage, Admin, "to make an image public", Administrators),
        new(PolicyNames.CommunitizeImage, Owner, "to give an image to the community", Members),
        new(PolicyNames.Deactivate, Owner, "to deactivate an image", Members),
        new(PolicyNames.Reactivate, Owner, "to reactivate an image", Members),
        new(PolicyNames.CopyImage, Admin, "to copy an image to other stores", Administrators),
        new(PolicyNames.AddMember, Owner, "to share an image", Members),
        new(PolicyNames.DeleteMember, Owner, "to end a share", Members),
        Reads(PolicyNames.GetMembers, SharedReads, "to list the projects an image is shared with", SharedReaders),
        Reads(PolicyNames.GetMember, SharedReads, "to see one of those shares", SharedReaders),
        new(
            PolicyNames.ModifyMember, "rule:context_is_admin or (role:member and project_id:%(member_id)s)",
            "to accept or reject a shared image", "administrators, and members of the project that it is shared with"),
        Reads(PolicyNames.GetImageLocation, OwnerReads, "to see where an image's data is", Readers),
        new(PolicyNames.SetImageLocation, Owner, "to set where an image's data is", Members),
        new(PolicyNames.DeleteImageLocation, Admin, "to remove data from one store", Administrators),
        new(
            PolicyNames.AddImageLocation, $"{AdminOrService} or (role:member and project_id:%(project_id)s)",
            "to add a location by the locations API", "services, administrators, and members of the project that owns the image"),
        Reads(PolicyNames.FetchImageLocation, AdminOrService, "to read the locations API", Services),
        Reads(PolicyNames.StoresInfoDetail, AdminOrService, "to see how stores are set up", Services),
        new(PolicyNames.TasksApiAccess, Admin, "to use the tasks API", Administrators),
        Reads("get_task", "@", "inside the program only", "everybody; asked behind tasks_api_access"),
        Reads("get_tasks", "@", "inside the program only", "everybody; asked behind tasks_api_access"),
        new("add_task", "@", "inside the program only", "everybody; asked behind tasks_api_access"),
        new("modify_task", "@", "inside the program only", "everybody; asked behind tasks_api_access"),
        new(PolicyNames.ManageImageCache, Admin, "to manage the cache by its old API", Administrators),
        new(PolicyNames.CacheImage, Admin, "to queue an image for the cache", Administrators),
        Reads(PolicyNames.CacheList, Admin, "to list what is cached", Administrators),
        new(PolicyNames.CacheDelete, Admin, "to take images out of the cache", Administrators),
        new(PolicyNames.CacheClean, Admin, "to clean the cache", Administrators),
        new(PolicyNames.CachePrune, Admin, "to shrink the cache to its limit", Administrators),
        Reads(PolicyNames.ListCachedNodes, Admin, "to see which nodes cache an image", Administrators),
        Reads(PolicyNames.MetadefDefault, Metadef, "what reads of metadata definitions refer to", MetadefReaders),
        new(PolicyNames.MetadefAdmin, Admin, "what changes of metadata definitions refer to", Administrators),
        .. Metadefs("get", "namespace", "namespaces", "object", "objects", "resource_type", "property", "properties", "tag", "tags"),
        Reads("list_metadef_resource_types", "rule:metadef_default", "to list resource types", MetadefReaders),
        .. Metadefs("add", "namespace", "object", "resource_type_association", "property", "tag", "tags"),
        .. Metadefs("modify", "namespace", "object", "property", "tag"),
        .. Metadefs("delete", "namespace", "object", "tag", "tags"),
        .. Metadefs("remove", "resource_type_association", "property"),
    ];

    private static PolicyRule Reads(string name, string text, string allows, string who) => new(name, text, allows, who) { IsRead = true };

    private static IEnumerable<PolicyRule> Metadefs(string verb, params string[] objects) => objects.Select(what => new PolicyRule(
        $"{verb}_metadef_{what}",
        verb == "get" ? "rule:metadef_default" : "rule:metadef_admin",
        $"to {verb} metadata definitions ({what.Replace('_', ' ')})",
        verb == "get" ? MetadefReaders : Administrators)
    {
        IsRead = verb == "get",
    });
}

using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Sharing;

/// <summary>Shares images with projects. The owner gives and takes back; the other project says whether its lists show the image.</summary>
/// <remarks>The image's own record does not change: neither its version nor the time of its last change.</remarks>
/// <param name="db">The records.</param>
/// <param name="access">Says who may.</param>
/// <param name="changes">Saves and announces.</param>
/// <param name="options">How many projects an image may be shared with.</param>
public sealed class ImageSharing(PortalDb db, ImageAccess access, StateChanges changes, IOptionsMonitor<ImageOptions> options)
{
    /// <summary>Shares the image with a project, whose answer is pending. A share that was ended before comes back to life.</summary>
    /// <param name="caller">Who shares.</param>
    /// <param name="imageId">What.</param>
    /// <param name="memberId">Id of the project, 1 to 255 characters; need not be known here.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <exception cref="InvalidInputException">The id of the project is none. Answered 400.</exception>
    /// <exception cref="NotFoundException">No such image that the caller sees. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The image's visibility is not shared, or the caller may not share it. Answered 403.</exception>
    /// <exception cref="ConflictException">It is shared with that project already. Answered 409.</exception>
    /// <exception cref="LimitExceededException">It is shared with as many projects as it may be. Answered 413.</exception>
    public Task<ImageMember> AddAsync(Caller caller, Guid imageId, string memberId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(memberId);
        ImageRules.CheckMember(memberId);
        return changes.WriteAsync(
            caller,
            async set =>
            {
                var image = await FindForSharingAsync(caller, imageId, cancellationToken);
                access.RequireAddMember(caller, image);
                var members = db.ImageMembers.Where(member => member.ImageId == imageId);
                var former = await members.AsTracking().FirstOrDefaultAsync(member => member.MemberId == memberId, cancellationToken);
                if (former is { DeletedAt: null })
                {
                    throw new ConflictException($"Image {imageId} is shared with project {memberId} already.", "image.member_exists");
                }

                RequireRoom(await members.CountAsync(member => member.DeletedAt == null, cancellationToken));
                var member = Revive(former, set) ?? Add(imageId, memberId, set);
                Record(set, "image.share", image, memberId);
                return member;
            },
            cancellationToken);
    }

    /// <summary>The projects that the image is shared with: all of them for its owner and administrators, else only the caller's own.</summary>
    /// <exception cref="NotFoundException">No such image that the caller sees. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The image's visibility is not shared, or the caller may not list its shares. Answered 403.</exception>
    public async Task<IReadOnlyList<ImageMember>> ListAsync(Caller caller, Guid imageId, CancellationToken cancellationToken)
    {
        var image = await FindSharedAsync(caller, imageId, cancellationToken);
        access.RequireMembers(caller, image);
        return await SeenBy(caller, image).AsNoTracking()
            .OrderBy(member => member.CreatedAt).ThenBy(member => member.MemberId).ToListAsync(cancellationToken);
    }

    /// <summary>One of the projects that <see cref="ListAsync"/> shows.</summary>
    /// <exception cref="NotFoundException">No such image or project that the caller sees, or the image's visibility is not shared. Answered 404.</exception>
    public async Task<ImageMember> ShowAsync(Caller caller, Guid imageId, string memberId, CancellationToken cancellationToken)
    {
        // glance-behaviour.md, members: one entry that may not be seen is one that is not there.
        var image = await db.FindVisibleAsync(access, caller, imageId, cancellationToken);
        return image.Visibility == ImageVisibility.Shared && access.MaySeeMember(caller, image, memberId)
            ? await FindMemberAsync(caller, image, memberId, cancellationToken)
            : throw new NotFoundException("member", memberId);
    }

    /// <summary>Says what a project makes of an image that is shared with it. Matters for its lists only: by id the image is there in any case.</summary>
    /// <exception cref="NotFoundException">No such image or project that the caller sees. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The image's visibility is not shared, or the caller is not of that project. Answered 403.</exception>
    public Task<ImageMember> AnswerAsync(
        Caller caller, Guid imageId, string memberId, MemberStatus answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return changes.WriteAsync(
            caller,
            async set =>
            {
                var image = await FindForSharingAsync(caller, imageId, cancellationToken);
                var member = await FindMemberAsync(caller, image, memberId, cancellationToken);
                access.RequireModifyMember(caller, image, memberId);
                member.Status = answer;
                member.UpdatedAt = set.At;
                Record(set, "image.share_answer", image, memberId, ("status", answer.ToString()));
                return member;
            },
            cancellationToken);
    }

    /// <summary>Ends a share.</summary>
    /// <exception cref="NotFoundException">No such image or project that the caller sees. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The image's visibility is not shared, or the caller may not share it. Answered 403.</exception>
    public Task RemoveAsync(Caller caller, Guid imageId, string memberId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return changes.WriteAsync(
            caller,
            async set =>
            {
                var image = await FindForSharingAsync(caller, imageId, cancellationToken);
                var member = await FindMemberAsync(caller, image, memberId, cancellationToken);
                access.RequireDeleteMember(caller, image);
                member.DeletedAt = member.UpdatedAt = set.At;
                Record(set, "image.unshare", image, memberId);
            },
            cancellationToken);
    }

    // Those who share one image take turns: the quota and the one row of a project hold for all of them together.
    private async Task<Image> FindForSharingAsync(Caller caller, Guid imageId, CancellationToken cancellationToken)
    {
        await db.LockImageAsync(imageId, cancellationToken);
        return await FindSharedAsync(caller, imageId, cancellationToken);
    }

    private async Task<Image> FindSharedAsync(Caller caller, Guid imageId, CancellationToken cancellationToken)
    {
        var image = await db.FindVisibleAsync(access, caller, imageId, cancellationToken);
        return image.Visibility == ImageVisibility.Shared
            ? image
            : throw new ForbiddenException("Only an image with the visibility shared has members.", "image.not_shared");
    }

    private IQueryable<ImageMember> SeenBy(Caller caller, Image image)
    {
        var members = db.ImageMembers.Where(member => member.ImageId == image.Id && member.DeletedAt == null);
        var project = caller.ProjectId;
        return access.SeesAllMembers(caller, image) ? members : members.Where(member => member.MemberId == project);
    }

    private async Task<ImageMember> FindMemberAsync(Caller caller, Image image, string memberId, CancellationToken cancellationToken) =>
        await SeenBy(caller, image).AsTracking().FirstOrDefaultAsync(member => member.MemberId == memberId, cancellationToken)
            ?? throw new NotFoundException("member", memberId);

    private void RequireRoom(int members)
    {
        var quota = options.CurrentValue.MemberQuota;
        if (quota >= 0 && members >= quota)
        {
            throw new LimitExceededException($"An image may be shared with {quota} projects, not {members + 1}.", "image.member_quota");
        }
    }

    private static ImageMember? Revive(ImageMember? former, ChangeSet set)
    {
        if (former is not null)
        {
            former.Status = MemberStatus.Pending;
            former.DeletedAt = null;
            former.UpdatedAt = set.At;
        }

        return former;
    }

    private ImageMember Add(Guid imageId, string memberId, ChangeSet set) => db.ImageMembers.Add(new ImageMember
    {
        ImageId = imageId,
        MemberId = memberId,
        Status = MemberStatus.Pending,
        CreatedAt = set.At,
        UpdatedAt = set.At,
    }).Entity;

    private static void Record(ChangeSet set, string action, Image image, string memberId, params (string Name, string? Value)[] facts) =>
        set.Record(action, "image", image.Id.ToString(), image.OwnerId, detail: Facts.Of([("member", memberId), .. facts]));
}

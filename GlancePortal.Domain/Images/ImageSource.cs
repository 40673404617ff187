using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace GlancePortal.Domain.Images;

/// <summary>Where an index finds the images of one condition.</summary>
/// <param name="Condition">The condition and its values, as a name for the answer about it.</param>
/// <param name="Images">Their ids.</param>
internal sealed record ImageSource(string Condition, IQueryable<Guid> Images)
{
    private const int Few = 1000;
    private const int Remembered = 20_000;

    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(1);

    // The answer only chooses the way to the images. An old one costs a little time, and no list is another for it.
    private static readonly MemoryCache Answers = new(new MemoryCacheOptions { SizeLimit = Remembered });

    /// <summary>Images that are given one by one.</summary>
    public bool IsList { get; init; }

    /// <summary>Names the source by what it looks for.</summary>
    public static ImageSource Of(IQueryable<Guid> images, string condition, params IEnumerable<object?> values) =>
        new(string.Join('\0', values.Prepend(condition)), images);

    /// <summary>Whether so few images are found there that to look at each of them is no work.</summary>
    public Task<bool> HasFewAsync(PortalDb db, CancellationToken cancellationToken) => HasFewAsync(db, Few, cancellationToken);

    /// <summary>Whether no more than so many images are found there; asked again after a minute.</summary>
    public async Task<bool> HasFewAsync(PortalDb db, int few, CancellationToken cancellationToken)
    {
        if (IsList)
        {
            return true;
        }

        var question = (db.Database.GetConnectionString(), Condition);
        if (!Answers.TryGetValue(question, out bool answer))
        {
            answer = await Images.Take(few + 1).CountAsync(cancellationToken) <= few;
            using var entry = Answers.CreateEntry(question).SetValue(answer).SetSize(1).SetAbsoluteExpiration(RememberedFor);
        }

        return answer;
    }
}

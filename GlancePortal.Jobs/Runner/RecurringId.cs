using System.Security.Cryptography;
using System.Text;

namespace GlancePortal.Jobs.Runner;

/// <summary>The id of a recurring job's one row: the same on every node, so that they all mean the same row.</summary>
internal static class RecurringId
{
    public static Guid Of(string type) => new(SHA256.HashData(Encoding.UTF8.GetBytes("recurring job " + type)).AsSpan(0, 16));
}

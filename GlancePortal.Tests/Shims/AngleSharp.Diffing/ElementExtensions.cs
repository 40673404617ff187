using AngleSharp.Dom;

namespace AngleSharp.Diffing.Extensions;

/// <summary>The one member of AngleSharp.Diffing that bunit calls outside of markup comparison.</summary>
public static class ElementExtensions
{
    public static IEnumerable<INode> GetParents(this INode node)
    {
        for (var parent = node.Parent; parent is not null; parent = parent.Parent)
        {
            yield return parent;
        }
    }
}

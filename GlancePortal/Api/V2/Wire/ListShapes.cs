using GlancePortal.Api.OpenApi;

namespace GlancePortal.Api.V2.Wire;

/// <summary>The shape of a page of a list, with the ways to the first one and to the next.</summary>
internal static class ListShapes
{
    public static Shape Page(string name, string list, Shape item) => Shapes.Record(
        name, (list, Shapes.ListOf(item)), ("first", Shapes.Text), ("next?", Shapes.Text), ("schema", Shapes.Text));
}

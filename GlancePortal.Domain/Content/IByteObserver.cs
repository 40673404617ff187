namespace GlancePortal.Domain.Content;

/// <summary>Something that wants to see all bytes of a content, in order.</summary>
internal interface IByteObserver
{
    void Observe(ReadOnlySpan<byte> bytes);
}

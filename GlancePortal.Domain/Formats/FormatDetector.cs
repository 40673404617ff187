namespace GlancePortal.Domain.Formats;

/// <summary>Knows one format. Made anew for each content; never throws, whatever the bytes say.</summary>
/// <remarks>
/// <see cref="Read"/> asks for the parts it wants to see, one after the other and never backwards; between them it sees nothing, so that a
/// detector whose parts have passed costs nothing.
/// </remarks>
internal abstract class FormatDetector
{
    private readonly List<FormatFinding> _findings = [];
    private IEnumerator<ContentPart>? _reading;
    private long _seen;
    private bool _isWhole;

    /// <summary>A name of <see cref="FormatNames"/>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it waits for another part.</summary>
    public bool IsReading { get; private set; } = true;

    /// <summary>Whether the parts so far show the format.</summary>
    protected bool IsMatch { get; set; }

    /// <summary>Size of the disk inside; null when the header does not say.</summary>
    protected long? VirtualSize { get; set; }

    /// <summary>Kind within the format, if it has kinds.</summary>
    protected string? Subformat { get; set; }

    /// <summary>How data inside is compressed, where one can choose.</summary>
    protected string? Compression { get; set; }

    /// <summary>Sees all bytes in order.</summary>
    /// <param name="position">Where <paramref name="bytes"/> begin in the content.</param>
    /// <param name="bytes">The next bytes.</param>
    public void Observe(long position, ReadOnlySpan<byte> bytes)
    {
        if (_reading is null)
        {
            _reading = Read().GetEnumerator();
            Advance();
        }
        while (IsReading && _reading.Current.Take(position, bytes))
        {
            _seen = _reading.Current.End;
            Advance();
        }
    }

    /// <summary>What the whole content is; null when it is not of this format. May be asked again when more bytes have come.</summary>
    public FormatMatch? Conclude(ContentEnd end)
    {
        if (!IsMatch && !MatchesAtEnd(end))
        {
            return null;
        }
        List<FormatFinding> findings = [.. _findings, .. FindingsAtEnd(end)];
        if (!_isWhole && IsMatch && MustBeWhole)
        {
            findings.Add(new FormatFinding(FormatChecks.Truncated, "it ends before the end of what its header announces."));
        }
        return new FormatMatch(Name, VirtualSizeAtEnd(end), findings) { Subformat = SubformatAtEnd(end), Compression = Compression };
    }

    /// <summary>Asks for parts in ascending order, and notes what it finds. Ends when it has seen enough.</summary>
    protected abstract IEnumerable<ContentPart> Read();

    /// <summary>Whether the end shows the format where the beginning does not.</summary>
    protected virtual bool MatchesAtEnd(ContentEnd end) => false;

    /// <summary>What can only be said when length and end are known.</summary>
    protected virtual IEnumerable<FormatFinding> FindingsAtEnd(ContentEnd end) => [];

    protected virtual long? VirtualSizeAtEnd(ContentEnd end) => VirtualSize;

    protected virtual string? SubformatAtEnd(ContentEnd end) => Subformat;

    /// <summary>Whether a content is unsafe that ends before all parts were seen.</summary>
    protected virtual bool MustBeWhole => true;

    protected void Find(string check, string message)
    {
        // Once is enough, however often a hostile file repeats it.
        if (!_findings.Exists(finding => finding.Check == check))
        {
            _findings.Add(new FormatFinding(check, message));
        }
    }

    private void Advance()
    {
        _isWhole = !_reading!.MoveNext();
        // Bytes that have passed do not come back: whoever asks for them waits for ever.
        IsReading = !_isWhole && _reading.Current.Next >= _seen;
    }
}

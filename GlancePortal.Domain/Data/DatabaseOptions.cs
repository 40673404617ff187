namespace GlancePortal.Domain.Data;

/// <summary>Where the records are: section `Database`.</summary>
public sealed class DatabaseOptions
{
    /// <summary>Which database.</summary>
    /// <value><see cref="DatabaseProvider.Sqlite"/> unless set.</value>
    public DatabaseProvider Provider { get; set; }

    /// <summary>How to reach it; null with SQLite means `portal.db` in the data directory.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether the schema is created and upgraded at start.</summary>
    /// <value>True unless set.</value>
    public bool Upgrade { get; set; } = true;
}

/// <summary>The databases that records can be in.</summary>
public enum DatabaseProvider
{
    /// <summary>Embedded, one node.</summary>
    Sqlite,

    /// <summary>A server, any number of nodes.</summary>
    PostgreSql,
}

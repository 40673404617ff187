using GlancePortal.Domain.Data;
using GlancePortal.Domain.Identity;
using GlancePortal.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Data;

[Trait("Suite", "data")]
public sealed class WritingOnSqlite(SqliteDatabase database) : Writing(database), IClassFixture<SqliteDatabase>
{
    [Fact]
    public async Task A_writer_waits_for_another_process_that_holds_the_file()
    {
        var other = await OpenAsync();
        await using (other)
        {
            await ExecuteAsync(other, "BEGIN IMMEDIATE");
            // SQLite's calls block the thread they are made on.
            var waiting = Task.Run(() => AddProjectAsync("waits"), Cancellation);
            Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromMilliseconds(300), Cancellation)));
            await ExecuteAsync(other, "COMMIT");
            await waiting;
        }

        Assert.True(await ExistsAsync("waits"));
    }

    [Fact]
    public async Task What_was_written_is_in_the_log_that_another_process_reads()
    {
        await AddProjectAsync("durable");

        await using var other = await OpenAsync();
        await using var command = other.CreateCommand();
        command.CommandText = "SELECT count(*) FROM projects WHERE name = 'durable'";
        Assert.Equal(1L, await command.ExecuteScalarAsync(Cancellation));
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        var file = await Database.InScopeAsync((PortalDb db) => Task.FromResult(db.Database.GetConnectionString()));
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(file) { Pooling = false }.ToString());
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this class
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}

[Trait("Suite", "data")]
public sealed class WritingOnPostgres(PostgresDatabase database) : Writing(database), IClassFixture<PostgresDatabase>;

public abstract class Writing(TestDatabase database)
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected TestDatabase Database => database;

    [Fact]
    public Task The_migrations_make_the_model() =>
        database.InScopeAsync((PortalDb db) =>
        {
            Assert.False(db.Database.HasPendingModelChanges());
            return Task.CompletedTask;
        });

    [Fact]
    public async Task Many_writers_and_readers_at_once_all_succeed()
    {
        const int Writers = 12;
        const int Each = 20;

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    await AddProjectAsync($"crowd-{writer}-{i}");
                    Assert.True(await ExistsAsync($"crowd-{writer}-{i}"));
                }
            },
            Cancellation)));

        Assert.Equal(Writers * Each, await database.InScopeAsync((PortalDb db) =>
            db.Projects.CountAsync(project => project.Name.StartsWith("crowd-"), Cancellation)));
    }

    [Fact]
    public async Task Work_that_throws_leaves_nothing_and_lets_the_next_writer_in()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.InScopeAsync((PortalDb db) => db.WriteAsync(
            async token =>
            {
                await EnsureDomainAsync(db, token);
                db.Projects.Add(NewProject("half"));
                await db.SaveChangesAsync(token);
                throw new InvalidOperationException("broken off");
            },
            Cancellation)));

        Assert.False(await ExistsAsync("half"));
        await AddProjectAsync("next");
        Assert.True(await ExistsAsync("next"));
    }

    [Fact]
    public async Task A_write_inside_a_write_joins_it()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.InScopeAsync((PortalDb db) => db.WriteAsync(
            async token =>
            {
                await db.WriteAsync(
                    _ =>
                    {
                        db.Projects.Add(NewProject("inner"));
                        return Task.CompletedTask;
                    },
                    token);
                throw new InvalidOperationException("the outer one breaks off");
            },
            Cancellation)));

        Assert.False(await ExistsAsync("inner"));
    }

    [Fact]
    public async Task Instants_come_back_as_they_went_in()
    {
        var at = new DateTimeOffset(2026, 3, 1, 12, 30, 15, TimeSpan.Zero).AddMicroseconds(123_456);
        await database.InScopeAsync((PortalDb db) => db.WriteAsync(
            _ =>
            {
                db.AuditEvents.Add(new() { At = at, Action = "test.run", ObjectType = "test", ObjectId = "instants" });
                return Task.CompletedTask;
            },
            Cancellation));

        Assert.Equal(at, await database.InScopeAsync((PortalDb db) =>
            db.AuditEvents.Where(audit => audit.ObjectId == "instants").Select(audit => audit.At).SingleAsync(Cancellation)));
    }

    protected Task AddProjectAsync(string name) => database.InScopeAsync((PortalDb db) => db.WriteAsync(
        async token =>
        {
            await EnsureDomainAsync(db, token);
            db.Projects.Add(NewProject(name));
        },
        Cancellation));

    protected Task<bool> ExistsAsync(string name) =>
        database.InScopeAsync((PortalDb db) => db.Projects.AnyAsync(project => project.Name == name, Cancellation));

    private static Project NewProject(string name) => new() { Id = Guid.NewGuid().ToString("N"), DomainId = IdentityDefaults.DomainId, Name = name };

    private static Task<int> EnsureDomainAsync(PortalDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"INSERT INTO domains (id, name, description, enabled) VALUES ({IdentityDefaults.DomainId}, 'Default', '', true) ON CONFLICT DO NOTHING",
            cancellationToken);
}

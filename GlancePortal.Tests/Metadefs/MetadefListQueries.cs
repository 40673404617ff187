using System.Data.Common;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Metadefs;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Xunit;

namespace GlancePortal.Tests.Metadefs;

/// <summary>A list must not become slower by a query for each of its namespaces.</summary>
[Trait("Suite", "data")]
public sealed class MetadefListQueries(SqliteDatabase database) : IClassFixture<SqliteDatabase>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_asks_the_database_as_often_for_many_as_for_few()
    {
        await AddAsync(1);
        var few = await QueriesAsync(expected: 1);
        await AddAsync(20);

        Assert.Equal(2, few);
        Assert.Equal(few, await QueriesAsync(expected: 21));
    }

    private async Task<int> QueriesAsync(int expected)
    {
        var counter = new Counter();
        var connection = await database.InScopeAsync((PortalDb db) => Task.FromResult(db.Database.GetConnectionString()));
        await using var db = new SqlitePortalDb(new DbContextOptionsBuilder<SqlitePortalDb>().UseSqlite(connection).AddInterceptors(counter).Options);
        var page = await new MetadefQueries(db, new MetadefAccess(Rules.Of())).ListAsync(Callers.Admin(), new MetadefFilter(), new MetadefPageRequest(), Cancellation);
        Assert.Equal(expected, page.Items.Count(row => row.Associations.Count == 2));
        return counter.Count;
    }

    private async Task AddAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var draft = new NamespaceDraft(Guid.NewGuid().ToString("N")) { Associations = [new AssociationDraft("a"), new AssociationDraft("b")] };
            await database.InScopeAsync((MetadefNamespaces spaces) => spaces.CreateAsync(Callers.Admin(), draft, Cancellation));
        }
    }

    private sealed class Counter : DbCommandInterceptor
    {
        public int Count { get; private set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Count++;
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}

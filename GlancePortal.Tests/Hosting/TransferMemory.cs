using GlancePortal.Hosting;
using Xunit;

namespace GlancePortal.Tests.Hosting;

[Trait("Suite", "unit")]
public sealed class TransferMemory
{
    [Fact]
    public void A_block_that_came_back_is_given_again()
    {
        using var pool = new TransferMemoryPool();
        var block = pool.Rent(100);
        var memory = block.Memory;
        block.Dispose();

        using var again = pool.Rent();
        using var other = pool.Rent();

        Assert.Equal(TransferMemoryPool.BlockBytes, memory.Length);
        Assert.Equal(memory, again.Memory);
        Assert.NotEqual(memory, other.Memory);
    }

    [Fact]
    public void A_block_after_the_end_of_the_pool_is_not_kept()
    {
        var pool = new TransferMemoryPool();
        var block = pool.Rent();
        pool.Dispose();
        block.Dispose();

        using var other = pool.Rent();

        Assert.NotEqual(block.Memory, other.Memory);
    }
}

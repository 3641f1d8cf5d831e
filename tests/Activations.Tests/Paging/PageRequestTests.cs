using Activations.Paging;

namespace Activations.Tests.Paging;

public sealed class PageRequestTests
{
    [Fact]
    public void The_first_page_has_none_in_front_of_it()
    {
        var page = new PageRequest<int>(2).PageOf([1, 2, 3]);

        Assert.Equal([1, 2], page.Rows);
        Assert.Equal((false, true), (page.HasPrevious, page.HasNext));
    }

    [Fact]
    public void A_page_after_a_key_has_one_in_front_of_it()
    {
        var page = new PageRequest<int>(2, After: 2).PageOf([3, 4]);

        Assert.Equal([3, 4], page.Rows);
        Assert.Equal((true, false), (page.HasPrevious, page.HasNext));
    }

    [Fact]
    public void A_page_before_a_key_comes_in_the_order_of_the_list()
    {
        var page = new PageRequest<int>(2, Before: 9).PageOf([8, 7, 6]);

        Assert.Equal([7, 8], page.Rows);
        Assert.Equal((true, true), (page.HasPrevious, page.HasNext));
    }

    [Fact]
    public void The_first_rows_before_a_key_have_none_in_front_of_them()
    {
        var page = new PageRequest<int>(2, Before: 3).PageOf([2, 1]);

        Assert.Equal([1, 2], page.Rows);
        Assert.Equal((false, true), (page.HasPrevious, page.HasNext));
    }

    [Fact]
    public void An_empty_list_has_one_empty_page()
    {
        var page = new PageRequest<int>(2).PageOf<int>([]);

        Assert.Empty(page.Rows);
        Assert.Equal((false, false), (page.HasPrevious, page.HasNext));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(0, true)]
    public void A_page_is_read_backward_when_it_is_before_a_key(int? before, bool isBackward) =>
        Assert.Equal(isBackward, new PageRequest<int>(2, Before: before).IsBackward);
}

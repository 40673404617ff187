using System.Linq.Expressions;

namespace GlancePortal.Domain.Images;

/// <summary>Builds conditions out of pieces that are known at run time only. Values become parameters, so that the text of a query stays the same.</summary>
internal static class QueryParts
{
    public static Expression<Func<Image, bool>> Compare<T>(Expression<Func<Image, T>> field, BoundComparison comparison, T value)
    {
        Expression<Func<T>> captured = () => value;
        return Expression.Lambda<Func<Image, bool>>(Compare(field.Body, comparison, captured.Body), field.Parameters);
    }

    public static Expression Compare(Expression left, BoundComparison comparison, Expression right) => comparison switch
    {
        BoundComparison.Equal => Expression.Equal(left, right),
        BoundComparison.NotEqual => Expression.NotEqual(left, right),
        BoundComparison.Above => Ordered(left, right, Expression.GreaterThan),
        BoundComparison.AtLeast => Ordered(left, right, Expression.GreaterThanOrEqual),
        BoundComparison.Below => Ordered(left, right, Expression.LessThan),
        _ => Ordered(left, right, Expression.LessThanOrEqual),
    };

    public static Expression<Func<T, bool>> Or<T>(Expression<Func<T, bool>> one, Expression<Func<T, bool>> other) =>
        Expression.Lambda<Func<T, bool>>(Expression.OrElse(one.Body, On(one.Parameters[0], other)), one.Parameters);

    /// <summary>The body of a lambda, said of something else than its parameter.</summary>
    public static Expression On(Expression subject, LambdaExpression lambda) => new Replaced(lambda.Parameters[0], subject).Visit(lambda.Body);

    // C# has no operators for the order of texts; the translator knows string.Compare.
    private static BinaryExpression Ordered(Expression left, Expression right, Func<Expression, Expression, BinaryExpression> operation) =>
        left.Type == typeof(string)
            ? operation(Expression.Call(typeof(string), nameof(string.Compare), null, left, right), Expression.Constant(0))
            : operation(left, right);

    private sealed class Replaced(ParameterExpression from, Expression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}

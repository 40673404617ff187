namespace GlancePortal.Domain.Access;

/// <summary>What a compiled rule says of a caller and an object.</summary>
internal delegate bool PolicyCheck(Caller caller, in PolicyTarget target);

/// <summary>Compiles the text of a rule: `or` binds weaker than `and`, that weaker than `not`; an empty text allows, as `@` does.</summary>
internal sealed class PolicyParser
{
    // Deeper than anybody writes, and shallow enough for any stack.
    private const int DeepestNesting = 100;

    private readonly List<PolicyWord> _words;
    private readonly int _end;
    private readonly Func<string, PolicyCheck> _refer;
    private int _at;
    private int _depth;

    private PolicyParser(string text, Func<string, PolicyCheck> refer)
    {
        _words = PolicyWords.Split(text);
        _end = text.Length + 1;
        _refer = refer;
    }

    /// <summary>Compiles a rule.</summary>
    /// <param name="text">The rule.</param>
    /// <param name="refer">Gives the check of a rule that this one refers to; asked while it is compiled, called later.</param>
    /// <exception cref="PolicySyntaxException">It cannot be understood.</exception>
    public static PolicyCheck Parse(string text, Func<string, PolicyCheck> refer)
    {
        var parser = new PolicyParser(text, refer);
        if (parser._words.Count == 0)
        {
            return PolicyChecks.Everybody;
        }

        var check = parser.Or();
        return parser._at == parser._words.Count
            ? check
            : throw parser.Wrong($"'{parser._words[parser._at].Text}' stands where 'and', 'or' or the end should");
    }

    private PolicyCheck Or()
    {
        var left = And();
        while (Take("or"))
        {
            var (one, other) = (left, And());
            left = (caller, in target) => one(caller, target) || other(caller, target);
        }

        return left;
    }

    private PolicyCheck And()
    {
        var left = Not();
        while (Take("and"))
        {
            var (one, other) = (left, Not());
            left = (caller, in target) => one(caller, target) && other(caller, target);
        }

        return left;
    }

    private PolicyCheck Not()
    {
        if (++_depth > DeepestNesting)
        {
            throw Wrong("it is nested too deeply");
        }

        var check = Take("not") ? PolicyChecks.Not(Not()) : One();
        _depth--;
        return check;
    }

    private PolicyCheck One()
    {
        if (Take("("))
        {
            var inner = Or();
            return Take(")") ? inner : throw Wrong("a ')' is missing");
        }

        if (_at == _words.Count)
        {
            throw Wrong("a check is missing at the end");
        }

        var word = _words[_at];
        if (word.Text == ")" || word.Is("and") || word.Is("or"))
        {
            throw Wrong($"'{word.Text}' stands where a check should");
        }

        _at++;
        return PolicyChecks.Compile(word, _refer);
    }

    private bool Take(string word)
    {
        if (_at < _words.Count && _words[_at].Is(word))
        {
            _at++;
            return true;
        }

        return false;
    }

    private PolicySyntaxException Wrong(string reason) => new(_at < _words.Count ? _words[_at].Position : _end, reason);
}

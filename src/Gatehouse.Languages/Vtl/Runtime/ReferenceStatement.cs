namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>A reference that prints its value.</summary>
internal sealed class ReferenceStatement(ReferenceExpression reference, ReferenceForm form) : Statement
{
    private readonly bool _isPlain = !form.IsEscaped && !form.HasPrefix;

    public override Flow Render(VtlFrame frame, VtlOutput output)
    {
        var value = reference.Evaluate(frame);
        if (_isPlain)
        {
            // Nearly all references: nothing around them, and a value that needs no text of its own.
            switch (value)
            {
                case string plain:
                    output.Write(plain);
                    return Flow.Next;
                case int number:
                    output.Write(number);
                    return Flow.Next;
                case double number:
                    output.Write(number);
                    return Flow.Next;
            }
        }
        else if (form.IsEscaped)
        {
            RenderEscaped(value, frame, output);
            return Flow.Next;
        }
        if (value is BlockReference block)
        {
            var flow = block.Render(frame, output, out var isRendered);
            if (isRendered)
            {
                return flow;
            }
            value = null;
        }
        var text = value is null ? null : ValueText.Of(value);
        if (text is null)
        {
            RenderUndefined(frame, output);
            return Flow.Next;
        }
        if (form.HasPrefix)
        {
            output.Write(form.Backslashes);
            output.Write(form.Prefix);
        }
        output.Write(text);
        return Flow.Next;
    }

    // Text that looks like an escaped reference is only one when the reference has a value.
    private void RenderEscaped(object? value, VtlFrame frame, VtlOutput output)
    {
        output.Write(form.Backslashes);
        if (value is null)
        {
            output.Write("\\");
        }
        output.Write(Source(frame));
    }

    private void RenderUndefined(VtlFrame frame, VtlOutput output)
    {
        output.Write(form.Backslashes);
        if (frame.Run.UndefinedAsSource)
        {
            // Without a value the backslashes escape nothing, so all of them are text again.
            output.Write(form.Backslashes);
            output.Write(form.Prefix);
            if (!form.IsQuiet)
            {
                output.Write(Source(frame));
            }
            return;
        }
        output.Write(form.Prefix);
        if (form.IsAlwaysText)
        {
            output.Write(form.Source);
        }
    }

    private string Source(VtlFrame frame) =>
        (form.ParameterSlot >= 0 ? frame.ArgumentLiteral(form.ParameterSlot) : null) ?? form.Source;
}

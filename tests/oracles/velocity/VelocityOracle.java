import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.exception.ParseErrorException;

/**
 * Renders templates with the original Velocity 1.7. By default one template per line in, one result per line out, with
 * line ends and tabs as visible symbols in both directions; a result is [text], or !after[text] when the rendering failed.
 * With the argument "serve" it speaks the protocol of Frames.java, and a failure is !syntax[text] or !runtime[text].
 */
public final class VelocityOracle {
    private static final int LONGEST_OUTPUT = 200_000;
    private static final VelocityEngine WITHOUT_MACROS = engine();

    private VelocityOracle() {
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("serve")) {
            Frames.serve(texts -> render(texts[0], true));
            return;
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.print(encode(render(decode(line), false)) + "\n");
        }
        out.flush();
    }

    private static String render(String template, boolean tellsKind) {
        // Macros live in the engine, so each template that can define one gets its own.
        VelocityEngine engine = template.contains("macro") ? engine() : WITHOUT_MACROS;
        BoundedWriter writer = new BoundedWriter();
        try {
            engine.evaluate(context(), writer, "corpus", template);
            return "[" + writer + "]";
        } catch (ParseErrorException failed) {
            return (tellsKind ? "!syntax[" : "!after[") + writer + "]";
        } catch (OutputTooLongError failed) {
            return "!toolong";
        } catch (Throwable failed) {
            if (tellsKind && isOverflow(failed)) {
                return "!overflow";
            }
            return (tellsKind ? "!runtime[" : "!after[") + writer + "]";
        }
    }

    // A value that contains itself has no text and no hash in Java.
    private static boolean isOverflow(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof StackOverflowError) {
                return true;
            }
        }
        return false;
    }

    private static VelocityEngine engine() {
        VelocityEngine engine = new VelocityEngine();
        engine.setProperty("runtime.log.logsystem.class", "org.apache.velocity.runtime.log.NullLogChute");
        engine.init();
        return engine;
    }

    /** The variables that the corpus uses; the tests make the same. */
    private static VelocityContext context() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("k", "v");
        map.put("n", 1);
        map.put("nul", null);
        List<Object> list = new ArrayList<>(Arrays.asList("x", "y", "z"));
        VelocityContext context = new VelocityContext();
        context.put("s", "abc");
        context.put("n", 5);
        context.put("t", true);
        context.put("f", false);
        context.put("l", list);
        context.put("m", map);
        context.put("nl", new ArrayList<Object>(Arrays.asList("x", null, "z")));
        context.put("text", "The quick brown fox, the lazy dog.");
        context.put("csv", "a,b,,c,,");
        context.put("big", 9223372036854775807L);
        context.put("d", 2.5);
        return context;
    }

    private static String decode(String line) {
        return line.replace('\u2424', '\n').replace('\u240d', '\r').replace('\u2409', '\t');
    }

    private static String encode(String text) {
        return text.replace('\n', '\u2424').replace('\r', '\u240d').replace('\t', '\u2409');
    }

    /** A generated program may write without end; nobody compares such output. */
    private static final class BoundedWriter extends StringWriter {
        @Override
        public void write(String text) {
            check(text.length());
            super.write(text);
        }

        @Override
        public void write(String text, int from, int length) {
            check(length);
            super.write(text, from, length);
        }

        @Override
        public void write(char[] text, int from, int length) {
            check(length);
            super.write(text, from, length);
        }

        private void check(int more) {
            if (getBuffer().length() + more > LONGEST_OUTPUT) {
                throw new OutputTooLongError();
            }
        }
    }

    private static final class OutputTooLongError extends Error {
    }
}

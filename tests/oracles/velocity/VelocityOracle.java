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

/**
 * Renders templates with the original Velocity 1.7: one template per line in, one result per line out. Line ends and tabs
 * are written as visible symbols in both directions. A result is [text], or !after[text] when the rendering failed.
 */
public final class VelocityOracle {
    private VelocityOracle() {
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.print(encode(render(decode(line))) + "\n");
        }
        out.flush();
    }

    private static String render(String template) {
        // Macros live in the engine, so each template gets its own.
        VelocityEngine engine = new VelocityEngine();
        engine.setProperty("runtime.log.logsystem.class", "org.apache.velocity.runtime.log.NullLogChute");
        StringWriter writer = new StringWriter();
        try {
            engine.init();
            engine.evaluate(context(), writer, "corpus", template);
            return "[" + writer + "]";
        } catch (Throwable failed) {
            return "!after[" + writer + "]";
        }
    }

    /** The variables that the corpus uses; VtlCorpus.cs makes the same. */
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
}

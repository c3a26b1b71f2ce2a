import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import com.sun.management.OperatingSystemMXBean;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.lang.StringEscapeUtils;
import org.apache.velocity.Template;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.runtime.RuntimeSingleton;

/** Renders the template with the original Velocity 1.7 and Jayway JsonPath; prints CPU time per rendering. */
public final class VelocityPeer {
    private static final Map<String, JsonPath> PATHS = new ConcurrentHashMap<>();

    private VelocityPeer() {
    }

    public static final class Input {
        private final String body;
        private DocumentContext document;

        Input(String body) {
            this.body = body;
        }

        public Object path(String path) {
            if (document == null) {
                document = JsonPath.parse(body);
            }
            return document.read(PATHS.computeIfAbsent(path, JsonPath::compile));
        }

        public String params(String name) {
            return "acme";
        }
    }

    public static final class Util {
        public String escapeJavaScript(String text) {
            return StringEscapeUtils.escapeJavaScript(text);
        }
    }

    public static void main(String[] arguments) throws Exception {
        String template = Files.readString(Path.of(arguments[0]));
        String body = Files.readString(Path.of(arguments[1]));
        double seconds = Double.parseDouble(arguments[2]);
        VelocityEngine engine = new VelocityEngine();
        engine.setProperty("runtime.log.logsystem.class", "org.apache.velocity.runtime.log.NullLogChute");
        engine.setProperty("resource.loader", "string");
        engine.setProperty(
            "string.resource.loader.class", "org.apache.velocity.runtime.resource.loader.StringResourceLoader");
        engine.init();
        org.apache.velocity.runtime.resource.loader.StringResourceLoader.getRepository()
            .putStringResource("template", template);
        Template compiled = engine.getTemplate("template");
        System.out.print(render(compiled, body));
        run(compiled, body, seconds);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getProcessCpuTime();
        long count = run(compiled, body, seconds);
        double micros = (system.getProcessCpuTime() - before) / 1000.0;
        System.err.printf(java.util.Locale.ROOT, "%.3f%n", micros / count);
    }

    private static long run(Template template, String body, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long count = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 100; i++) {
                render(template, body);
            }
            count += 100;
        }
        return count;
    }

    private static String render(Template template, String body) {
        VelocityContext context = new VelocityContext();
        context.put("input", new Input(body));
        context.put("util", new Util());
        context.put("context", Map.of("requestId", "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"));
        context.put("stageVariables", Map.of("source", "web"));
        StringWriter writer = new StringWriter();
        template.merge(context, writer);
        return writer.toString();
    }
}

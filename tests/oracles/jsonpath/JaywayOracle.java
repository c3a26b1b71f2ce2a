import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import net.minidev.json.JSONArray;
import net.minidev.json.JSONStyle;
import net.minidev.json.JSONValue;

/**
 * Evaluates paths with the original Jayway JsonPath: the document is the file named by the argument; one path per line in,
 * one result per line out: "definite json", "list json", "missing", or "failed". With the argument "serve" it speaks the
 * protocol of Frames.java, each request is a path and a document, and a path that does not compile is "invalid".
 */
public final class JaywayOracle {
    private JaywayOracle() {
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("serve")) {
            Frames.serve(texts -> evaluate(texts[1], texts[0], "invalid"));
            return;
        }
        String json = Files.readString(Path.of(arguments[0]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.print(evaluate(json, line, "failed") + "\n");
        }
        out.flush();
    }

    private static String evaluate(String json, String path, String invalid) {
        // Functions may change the document, so each path gets its own.
        Object document = Configuration.defaultConfiguration().jsonProvider().parse(json);
        JsonPath compiled;
        try {
            compiled = JsonPath.compile(path);
        } catch (Throwable refused) {
            return invalid;
        }
        try {
            Object value = compiled.read(document);
            return (compiled.isDefinite() ? "definite " : "list ") + write(value);
        } catch (PathNotFoundException missing) {
            return "missing";
        } catch (Throwable failed) {
            return "failed";
        }
    }

    private static String write(Object value) {
        if (value instanceof Collection && !(value instanceof List)) {
            JSONArray array = new JSONArray();
            array.addAll((Collection<?>) value);
            return JSONValue.toJSONString(array, JSONStyle.LT_COMPRESS);
        }
        return JSONValue.toJSONString(value, JSONStyle.LT_COMPRESS);
    }
}

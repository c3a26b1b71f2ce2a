// java Caller KEY SIGNED-ENDPOINT
import com.example.calc.Credentials;
import com.example.calc.SimpleCalc;
import com.example.calc.TimeoutConfiguration;
import com.example.calc.model.*;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

public final class Caller {
    private static RuntimeException caught(Runnable call) {
        try {
            call.run();
            return null;
        } catch (RuntimeException error) {
            return error;
        }
    }

    private static Object member(Object json, String name) {
        return ((Map<?, ?>) json).get(name);
    }

    public static void main(String[] arguments) {
        SimpleCalc client = SimpleCalc.builder().apiKey(arguments[0]).build();
        SimpleCalc open = SimpleCalc.builder().build();
        SimpleCalc hasty = SimpleCalc.builder()
            .timeoutConfiguration(new TimeoutConfiguration().httpRequestTimeout(200)).build();
        SimpleCalc signing = SimpleCalc.builder()
            .endpoint(arguments[1]).iamCredentials(new Credentials("AKID", "SECRET", "TOKEN")).build();
        Input add = new Input().a(1.5).b(2.0).op("add");
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }

        Map<String, Object> found = new LinkedHashMap<>();
        Result query = client.getApiRoot(new GetApiRootRequest().a("1").b("2").op("+ &=ü/*'")).getResult();
        found.put("query", Arrays.asList(
            query.getOutput().getC(), query.getInput().getOp(), query.getHistory().get(0).getWho(), query.getTags().get("k")));
        found.put("body", client.postApiRoot(new PostApiRootRequest().input(add)).getResult().getInput().getA());
        Result path = client.getABOp(new GetABOpRequest().a("x y").b("ü+ö").op("50%").xTrace("t1")).getResult();
        found.put("path", Arrays.asList(path.getTags().get("path"), path.getTags().get("trace")));
        List<Result> list = client.listHistory(new ListHistoryRequest()).getResult();
        found.put("list", Arrays.asList(list.size(), list.get(0).getOutput().getC()));
        found.put("keyless", ((SdkException) caught(() -> open.listHistory(new ListHistoryRequest()))).sdkHttpStatus());
        client.putFile(new PutFileRequest().proxy("a/b c.bin").body(bytes));
        found.put("binary", Arrays.equals(
            client.getFile(new GetFileRequest().proxy("a/b c.bin").accept("image/png")).sdkContent(), bytes));
        SdkException error = (SdkException) caught(() -> client.fail(new FailRequest()));
        found.put("error", Arrays.asList(error.sdkHttpStatus(), member(Json.read(error.body()), "message")));
        found.put("timeout", caught(() -> hasty.slow(new SlowRequest())) instanceof SdkException);
        found.put("dots", caught(() -> client.getABOp(new GetABOpRequest().a("..").b("x").op("y")))
            instanceof IllegalArgumentException);
        found.put("signed", member(signing.getSecure(new GetSecureRequest().q("b a/ü")).json(), "verified"));
        found.put("signedBody", member(signing.postSecure(new PostSecureRequest().input(add)).json(), "verified"));
        found.put("unknown", query.additionalProperties());
        client.shutdown();
        System.out.println(Json.write(found));
    }
}

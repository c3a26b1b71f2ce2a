import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * The protocol of a long-lived oracle. A request is a number of texts, each with its length in bytes before it; the
 * answer is one text. Numbers are big-endian ints, texts are UTF-8. Answers come in the order of the requests. A negative
 * number asks to send what is held back so far.
 */
final class Frames {
    private static final int FLUSH = -1;

    private Frames() {
    }

    static void serve(Function<String[], String> oracle) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
        while (true) {
            int count;
            try {
                count = in.readInt();
            } catch (EOFException end) {
                out.flush();
                return;
            }
            if (count == FLUSH) {
                out.flush();
                continue;
            }
            String[] texts = new String[count];
            for (int i = 0; i < count; i++) {
                byte[] bytes = new byte[in.readInt()];
                in.readFully(bytes);
                texts[i] = new String(bytes, StandardCharsets.UTF_8);
            }
            byte[] answer = oracle.apply(texts).getBytes(StandardCharsets.UTF_8);
            out.writeInt(answer.length);
            out.write(answer);
        }
    }
}

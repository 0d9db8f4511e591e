// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Sends bodies without a thread that waits for the client. What slow clients have not read yet stays in the heap, up to
 * a limit for all of them together. Thread-safe.
 */
final class ResponseSender {
    static final String JSON_TYPE = "application/json";
    static final String PROBLEM_TYPE = "application/problem+json";

    private static final long MAX_UNREAD_BYTES = 64L << 20;
    /** Bodies that are sent even then, such as this very problem. */
    private static final int SMALL_BYTES = 8_192;
    /** A client that reads more slowly than this keeps the body in the heap for longer than it deserves. */
    private static final long LEAST_BYTES_A_SECOND = 20_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final long timeoutNanos;
    private final LongSupplier nanos;
    private final AtomicLong unread = new AtomicLong();
    private final Set<ResponseStream> open = ConcurrentHashMap.newKeySet();

    /** @param limits how long a client may take to read the first part */
    ResponseSender(Limits limits, LongSupplier nanos) {
        this.timeoutNanos = limits.writing().toNanos();
        this.nanos = nanos;
    }

    void problem(Context context, Problem problem) {
        context.status(problem.status()).header("Cache-Control", "no-store");
        problem.headers().forEach(context::header);
        send(context, PROBLEM_TYPE, json(problem.members()));
    }

    void json(Context context, Map<String, ?> members) {
        send(context, JSON_TYPE, json(members));
    }

    void text(Context context, String type, String text) {
        send(context, type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Problem if others have left too much unread */
    void send(Context context, String type, byte[] body) {
        context.contentType(type);
        context.res().setContentLength(body.length);
        if (context.req().getMethod().equals("HEAD")) {
            return;
        }
        if (unread.addAndGet(body.length) > MAX_UNREAD_BYTES && body.length > SMALL_BYTES) {
            unread.addAndGet(-body.length);
            throw Problem.busy("other clients read their answers too slowly; ask again later");
        }
        context.future(() -> {
            ResponseStream stream = ResponseStream.begin(context, nanos);
            open.add(stream);
            stream.write(body, true, timeoutNanos + TimeUnit.SECONDS.toNanos(body.length / LEAST_BYTES_A_SECOND));
            return stream.end().whenComplete((nothing, e) -> {
                open.remove(stream);
                unread.addAndGet(-body.length);
            });
        });
    }

    /** Called about once a second. */
    void closeSlow() {
        open.forEach(ResponseStream::closeIfSlow);
    }

    static byte[] json(Object value) {
        try {
            byte[] text = JSON.writeValueAsBytes(value);
            byte[] line = Arrays.copyOf(text, text.length + 1);
            line[text.length] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a value that JSON has", e);
        }
    }
}

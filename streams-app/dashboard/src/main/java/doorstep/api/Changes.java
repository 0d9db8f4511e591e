// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** {@code GET /api/v1/changes}: a stream of server-sent events that ends when the client goes or the server stops. */
final class Changes {
    private static final String TYPE = "text/event-stream";
    private static final String LAST_ID = "Last-Event-ID";

    private final ChangeHub hub;
    private final Guard guard;
    private final Limits limits;
    private final LongSupplier nanos;

    Changes(ChangeHub hub, Guard guard, Limits limits, LongSupplier nanos) {
        this.hub = hub;
        this.guard = guard;
        this.limits = limits;
        this.nanos = nanos;
    }

    void open(Context context) {
        if (hub.size() >= limits.streams()) {
            throw tooMany();
        }
        context.contentType(TYPE);
        context.header("Cache-Control", "no-store");
        context.header("X-Accel-Buffering", "no"); // asks nginx to pass each message on at once
        if (context.req().getMethod().equals("HEAD")) {
            return;
        }
        BooleanSupplier isValid = guard.validity(context);
        Optional<String> lastId = Optional.ofNullable(context.header(LAST_ID));
        context.future(() -> {
            ResponseStream stream = ResponseStream.begin(context, nanos);
            ChangeClient client = new ChangeClient(
                    stream,
                    Guard.access(context).orElseThrow(),
                    isValid,
                    limits.writing().toNanos());
            if (!hub.join(client, lastId, limits.streams())) {
                stream.abort(); // others came in between
            }
            return stream.end();
        });
    }

    private static Problem tooMany() {
        return Problem.busy("too many clients follow the changes; ask again later");
    }
}

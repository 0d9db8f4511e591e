// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Sends files that everyone gets, compressed once. Nothing in them is secret, so compression gives nothing away. */
final class StaticFiles {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";

    private final ResponseSender replies;

    StaticFiles(ResponseSender replies) {
        this.replies = replies;
    }

    Handler handler(StaticFile file) {
        String etag = AnswerWriter.etag(file.content(), false);
        byte[] compressed = compressed(file.content());
        return context -> {
            context.header("ETag", etag);
            context.header("Cache-Control", file.keptForEver() ? FOR_EVER : ASK_AGAIN);
            context.header("Vary", "Accept-Encoding");
            if (AnswerWriter.matches(context.header("If-None-Match"), etag)) {
                context.status(304);
            } else if (takesGzip(context)) {
                context.header("Content-Encoding", "gzip");
                replies.send(context, file.type(), compressed);
            } else {
                replies.send(context, file.type(), file.content());
            }
        };
    }

    private static boolean takesGzip(Context context) {
        String encodings = context.header("Accept-Encoding");
        return encodings != null
                && encodings.toLowerCase(Locale.ROOT).matches(".*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
    }

    private static byte[] compressed(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

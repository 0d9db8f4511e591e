// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import doorstep.text.CsvText;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.QuotedQualityCSV;

/**
 * Sends answers as JSON or CSV. The {@code ETag} is weak: it stands for the figures, while as-of moves on in headers
 * and in the JSON.
 */
final class AnswerWriter {
    static final String CSV_TYPE = "text/csv";

    private final ResponseSender replies;

    AnswerWriter(ResponseSender replies) {
        this.replies = replies;
    }

    /**
     * Which of the two is wanted.
     *
     * @return true for CSV
     * @throws Problem if neither is
     */
    static boolean wantsCsv(Context context) {
        if (context.path().endsWith(QuestionRoute.CSV)) {
            return true;
        }
        String accept = context.header("Accept");
        if (accept == null) {
            return false;
        }
        QuotedQualityCSV ranges = new QuotedQualityCSV();
        ranges.addValue(accept);
        for (String range : ranges.getValues()) {
            String type = range.replaceFirst("\\s*;.*", "");
            if (type.equals("text/csv")) {
                return true;
            }
            if (List.of("application/json", "application/*", "*/*", "text/html").contains(type)) {
                return false;
            }
        }
        throw Problem.of(406, ProblemCode.NO_SUCH_FORMAT, "answers are application/json or text/csv");
    }

    void send(Context context, Reply answer, boolean csv) {
        byte[] body = csv ? csv(answer) : null;
        byte[] figures = csv ? body : ResponseSender.json(figures(answer, new LinkedHashMap<>()));
        String etag = etag(figures, csv);
        context.header("ETag", etag);
        context.header("Cache-Control", "private, no-cache");
        context.header("Vary", "Accept, Authorization, Origin");
        answer.standing().headers().forEach(context::header);
        answer.rows().flatMap(Rows::next).ifPresent(next -> context.header("Link", link(context, next)));
        if (matches(context.header("If-None-Match"), etag)) {
            context.status(304);
            return;
        }
        if (csv) {
            replies.send(context, CSV_TYPE + "; charset=utf-8", body);
        } else {
            replies.json(
                    context,
                    figures(answer, new LinkedHashMap<>(answer.standing().values())));
        }
    }

    private static Map<String, Object> figures(Reply answer, Map<String, Object> members) {
        members.putAll(answer.figures());
        answer.rows().ifPresent(rows -> {
            members.put("rows", rows.objects());
            members.put("next", rows.next().map(PageCursor::text).orElse(null));
        });
        return members;
    }

    private static byte[] csv(Reply answer) {
        Rows rows = answer.rows()
                .orElseThrow(() ->
                        Problem.of(406, ProblemCode.NO_SUCH_FORMAT, "this answer is not a table; it is JSON only"));
        return CsvText.of(rows.withHeader()).getBytes(StandardCharsets.UTF_8);
    }

    static String etag(byte[] figures, boolean csv) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update((byte) (csv ? 1 : 0));
            byte[] digest = hash.digest(figures);
            return "W/\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // every JDK has it
        }
    }

    /** Compared weakly, as RFC 9110 wants it here. */
    static boolean matches(String header, String etag) {
        if (header == null) {
            return false;
        }
        String opaque = etag.substring("W/".length());
        return List.of(header.split(",", -1)).stream()
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals(opaque));
    }

    /** The same question from where this page ended. */
    private static String link(Context context, PageCursor next) {
        StringBuilder query = new StringBuilder("?");
        if (context.queryString() != null) {
            for (String part : context.queryString().split("&", -1)) {
                query.append(part.startsWith(Ask.CURSOR + "=") || part.isEmpty() ? "" : part + "&");
            }
        }
        return "<" + context.path() + query + Ask.CURSOR + "=" + next.text() + ">; rel=\"next\"";
    }
}

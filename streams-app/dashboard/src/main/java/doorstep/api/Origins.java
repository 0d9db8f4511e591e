// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import io.javalin.http.Context;
import java.util.Set;

/** Which web pages may ask: those of the server itself, and those of listed origins by CORS. */
final class Origins {
    private static final String MAX_AGE_SECONDS = "600";

    private final Set<String> listed;

    Origins(Set<String> listed) {
        this.listed = listed;
    }

    /** @throws Problem for a page from anywhere else; listed ones get their headers */
    void require(Context context) {
        String origin = context.header("Origin");
        if (origin == null) {
            requireNotCrossSite(context);
            return;
        }
        if (listed.contains(origin)) {
            context.header("Access-Control-Allow-Origin", origin);
            context.header("Access-Control-Expose-Headers", "*, ETag, Link, Retry-After");
        } else if (!isOwn(origin, context.header("Host")) && !isSameOrigin(context)) {
            throw Problem.of(
                    403,
                    ProblemCode.FOREIGN_ORIGIN,
                    "pages of this origin may not ask; start with --allowed-origin to allow one");
        }
    }

    /** Answers the question that a browser asks before a request of a listed origin. */
    void preflight(Context context) {
        context.header("Access-Control-Allow-Methods", Guard.METHODS);
        context.header("Access-Control-Allow-Headers", "Authorization, If-None-Match, Last-Event-ID");
        context.header("Access-Control-Max-Age", MAX_AGE_SECONDS);
    }

    /** The {@code Host} is already known to be one of ours, so a page of it is. */
    private static boolean isOwn(String origin, String host) {
        return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
    }

    /** What the browser says itself: a reverse proxy may have changed the {@code Host}, or left out its port. */
    private static boolean isSameOrigin(Context context) {
        return "same-origin".equals(context.header("Sec-Fetch-Site"));
    }

    /** Scripts, images and frames of other sites send no {@code Origin}; following a link to us is all they may do. */
    private static void requireNotCrossSite(Context context) {
        String site = context.header("Sec-Fetch-Site");
        if (site != null && !site.matches("same-origin|none") && !"navigate".equals(context.header("Sec-Fetch-Mode"))) {
            throw Problem.of(403, ProblemCode.FOREIGN_ORIGIN, "pages of other sites may not ask");
        }
    }
}

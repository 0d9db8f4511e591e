// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import doorstep.access.Token;
import doorstep.access.TokenFile;
import doorstep.question.Access;
import io.javalin.http.Context;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.util.UrlEncoded;

/** Refuses requests that may not be answered, before any of their parameters is looked at. */
final class Guard {
    static final String METHODS = "GET, HEAD";

    private static final String AUTHORIZATION = "Authorization";
    private static final String ACCESS = "doorstep.access";
    private static final String SCHEME = "bearer ";
    private static final String CHALLENGE = "Bearer realm=\"doorstep\"";
    private static final Set<String> TOKEN_PARAMETERS =
            Set.of("token", "access_token", "auth_token", "bearer", "authorization", "api_key", "apikey");

    private final Optional<TokenFile> tokens;
    private final OwnNames names;
    private final Origins origins;

    Guard(Optional<TokenFile> tokens, OwnNames names, Origins origins) {
        this.tokens = tokens;
        this.names = names;
        this.origins = origins;
    }

    /**
     * Checks what concerns every path.
     *
     * @param isProbe whether the path is for probes, which ask under any host
     * @return false if the request is answered by that: a preflight
     */
    boolean admit(Context context, boolean isProbe) {
        if (!(isProbe && tokens.isPresent())
                && !names.contain(context.header("Host"), context.req().getLocalAddr())) {
            throw Problem.of(
                    421,
                    ProblemCode.FOREIGN_HOST,
                    "this server does not answer under this Host; behind a reverse proxy, start it with"
                            + " --allowed-host");
        }
        origins.require(context);
        String method = context.req().getMethod();
        if (method.equals("OPTIONS")) {
            origins.preflight(context);
            return false;
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw Problem.of(405, ProblemCode.INVALID_REQUEST, "everything here is read: allowed are " + METHODS)
                    .header("Allow", METHODS);
        }
        requireNoTokenIn(context.queryString());
        identify(Collections.list(context.req().getHeaders(AUTHORIZATION)))
                .ifPresent(access -> context.attribute(ACCESS, access));
        return true;
    }

    /** @param needs of the route; a route without any is refused */
    void authorize(Context context, Collection<?> needs) {
        Optional<Access> access = access(context);
        if (needs.contains(Needs.OPEN) || needs.contains(Needs.PROBE)) {
            return;
        }
        requireToken(context);
        if (!needs.contains(Needs.TOKEN) && !access.orElseThrow().isRoot()) {
            throw Problem.of(403, ProblemCode.NEEDS_ROOT, "this needs a token for all units")
                    .header("WWW-Authenticate", CHALLENGE + ", error=\"insufficient_scope\"");
        }
    }

    /** What the request may see; empty if it presented no valid token and the server wants one. */
    static Optional<Access> access(Context context) {
        return Optional.ofNullable(context.attribute(ACCESS));
    }

    void requireToken(Context context) {
        if (access(context).isPresent()) {
            return;
        }
        boolean presented = context.header(AUTHORIZATION) != null;
        throw Problem.unauthorized(
                presented ? ProblemCode.INVALID_TOKEN : ProblemCode.NEEDS_TOKEN,
                presented
                        ? "the token is not valid"
                        : "this needs a token, in the header Authorization: Bearer …, and nowhere else",
                presented ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE);
    }

    /** Tells later whether the request's token still opens the same: a revoked one ends what it began. */
    BooleanSupplier validity(Context context) {
        Optional<Access> granted = access(context);
        List<String> headers = Collections.list(context.req().getHeaders(AUTHORIZATION));
        return () -> granted.equals(identify(headers));
    }

    private Optional<Access> identify(List<String> authorization) {
        if (tokens.isEmpty()) {
            return Optional.of(Access.root());
        }
        if (authorization.size() != 1
                || !authorization.get(0).toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        return tokens.get().find(authorization.get(0).substring(SCHEME.length()).strip());
    }

    /** Addresses end up in logs and histories. */
    private static void requireNoTokenIn(String query) {
        if (query == null) {
            return;
        }
        if (query.length() > QueryString.MAX_CHARS) {
            throw Problem.of(
                    414,
                    ProblemCode.INVALID_REQUEST,
                    "the query is longer than " + QueryString.MAX_CHARS + " characters");
        }
        for (String part : query.split("&", -1)) {
            String name = part.replaceFirst("=.*", "").toLowerCase(Locale.ROOT);
            if (TOKEN_PARAMETERS.contains(name) || Token.isIn(part) || Token.isIn(decoded(part))) {
                throw Problem.of(
                        400,
                        ProblemCode.INVALID_REQUEST,
                        "a token is accepted in the header Authorization: Bearer … only. What was sent in"
                                + " an address may be in logs and histories by now: revoke that token");
            }
        }
    }

    private static String decoded(String part) {
        try {
            return UrlEncoded.decodeString(part);
        } catch (IllegalArgumentException e) {
            return part; // refused later, by whoever reads the parameters
        }
    }
}

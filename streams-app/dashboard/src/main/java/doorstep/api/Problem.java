// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import doorstep.config.Nearest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** A request that is not answered, told as problem details (RFC 9457). */
public final class Problem extends RuntimeException {
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();
    private final int status;

    private Problem(int status, ProblemCode code, String detail) {
        super(detail, null, false, false);
        this.status = status;
        members.put("title", HttpStatus.getMessage(status));
        members.put("status", status);
        members.put("code", code.name());
        members.put("detail", detail);
    }

    int status() {
        return status;
    }

    Map<String, Object> members() {
        return members;
    }

    Map<String, String> headers() {
        return headers;
    }

    static Problem of(int status, ProblemCode code, String detail) {
        return new Problem(status, code, detail);
    }

    Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Names the parameter that is wrong. */
    public static Problem parameter(String name, String detail) {
        return parameter(ProblemCode.INVALID_PARAMETER, name, detail);
    }

    private static Problem parameter(ProblemCode code, String name, String detail) {
        Problem problem = new Problem(400, code, name + ": " + detail);
        problem.members.put("parameter", name);
        return problem;
    }

    /** Names the parameter that is wrong, and which values would be right. */
    public static Problem parameter(String name, String value, Collection<String> allowed) {
        Problem problem =
                parameter(name, "\"" + shortened(value) + "\" is not one of its values" + Nearest.hint(value, allowed));
        problem.members.put("allowed", List.copyOf(allowed));
        return problem;
    }

    /**
     * Names the parameter that is wrong, in words of the caller.
     *
     * @param allowed what it might be instead; may be empty
     */
    public static Problem refused(ProblemCode code, String name, String detail, Collection<String> allowed) {
        Problem problem = parameter(code, name, detail);
        if (!allowed.isEmpty()) {
            problem.members.put("allowed", List.copyOf(allowed));
        }
        return problem;
    }

    /** Adds what programs need to say it in their own words. */
    public Problem with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    /** There is nothing to answer from yet. */
    public static Problem notReady(ProblemCode code, String detail) {
        return later(code, detail);
    }

    /** The same for a unit that does not exist and for one that the token does not cover. */
    static Problem unknownUnit(String unit, Collection<String> visible) {
        Problem problem = new Problem(
                404,
                ProblemCode.UNKNOWN_UNIT,
                "unit: there is no \"" + shortened(unit) + "\""
                        + Nearest.of(unit, visible)
                                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                                .orElse(""));
        problem.members.put("parameter", "unit");
        return problem;
    }

    static Problem unauthorized(ProblemCode code, String detail, String challenge) {
        return new Problem(401, code, detail).header("WWW-Authenticate", challenge);
    }

    static Problem busy(String detail) {
        return later(ProblemCode.BUSY, detail);
    }

    private static Problem later(ProblemCode code, String detail) {
        return new Problem(503, code, detail).header("Retry-After", "2");
    }

    private static String shortened(String value) {
        return value.length() <= 200 ? value : value.substring(0, 200) + "…";
    }
}

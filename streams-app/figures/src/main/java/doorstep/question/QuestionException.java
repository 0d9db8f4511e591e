// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import java.util.List;
import java.util.Optional;

/** Thrown for a question that has no answer; the message is for people, and names what would be allowed. */
public final class QuestionException extends RuntimeException {
    /** What is wrong. */
    public enum Fault {
        /** A parameter that no question can have. */
        INVALID,
        /** A unit that is not there, or that the asker does not see. */
        UNKNOWN,
        /** Rows do not add up to what was asked. */
        NOT_COVERED,
        /** There are no figures yet. */
        NOT_READY
    }

    private final Fault fault;
    private final String parameter;
    private final List<String> allowed;
    private final transient Optional<Missing> missing;

    /**
     * @param parameter that is at fault
     * @param allowed what it might be instead, the nearest first; may be empty
     */
    public QuestionException(Fault fault, String parameter, String message, List<String> allowed) {
        this(fault, parameter, message, allowed, Optional.empty());
    }

    private QuestionException(
            Fault fault, String parameter, String message, List<String> allowed, Optional<Missing> missing) {
        super(message);
        this.fault = fault;
        this.parameter = parameter;
        this.allowed = List.copyOf(allowed);
        this.missing = missing;
    }

    /** Rows do not add up to what was asked. */
    static QuestionException notCovered(String parameter, String message, List<String> allowed, Missing missing) {
        return new QuestionException(Fault.NOT_COVERED, parameter, message, allowed, Optional.of(missing));
    }

    /** The same with another parameter at fault. */
    QuestionException of(String other, List<String> others) {
        return new QuestionException(fault, other, getMessage(), others, missing);
    }

    public Fault fault() {
        return fault;
    }

    public String parameter() {
        return parameter;
    }

    public List<String> allowed() {
        return allowed;
    }

    /** With {@link Fault#NOT_COVERED}: which rows it would take. */
    public Optional<Missing> missing() {
        return missing;
    }
}

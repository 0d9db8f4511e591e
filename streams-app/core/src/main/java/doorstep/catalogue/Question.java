// SPDX-License-Identifier: Apache-2.0
package doorstep.catalogue;

import doorstep.event.Scale;
import java.util.Optional;

/** A question and the meaning of its answers. Immutable. */
public final class Question {
    private final String code;
    private final Scale scale;
    private final int satisfiedFrom;
    private final Optional<double[]> weights;
    private final int badBelow;
    private final boolean callsBack;

    Question(String code, Scale scale, int satisfiedFrom, Optional<double[]> weights, int badBelow, boolean callsBack) {
        this.code = code;
        this.scale = scale;
        this.satisfiedFrom = satisfiedFrom;
        this.weights = weights;
        this.badBelow = badBelow;
        this.callsBack = callsBack;
    }

    /** A question with the defaults of a scale. */
    static Question plain(String code, Scale scale, int badBelow, boolean callsBack) {
        return new Question(code, scale, scale.satisfiedFrom(), Optional.empty(), badBelow, callsBack);
    }

    public String code() {
        return code;
    }

    /** The scale on which the question is usually asked; answers may come on another one. */
    public Scale scale() {
        return scale;
    }

    /** The lowest score that counts as satisfied. */
    public int satisfiedFrom() {
        return satisfiedFrom;
    }

    /** What each possible score adds to the mean, lowest score first; absent = the score itself. */
    public Optional<double[]> weights() {
        return weights.map(double[]::clone);
    }

    /** The lowest score that is not bad. */
    public int badBelow() {
        return badBelow;
    }

    /** Whether bad answers open call-backs, on whatever scale they are given. */
    public boolean callsBack() {
        return callsBack;
    }
}

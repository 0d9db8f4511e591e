// SPDX-License-Identifier: Apache-2.0
package doorstep.mutants;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Optional;

/**
 * A test class, or one method of it.
 *
 * @param type name of the class, see {@link Checkout#source}
 */
record TestName(String type, Optional<String> method) {
    /** @param text the class, and after a dot the method, which begins with a small letter */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static TestName of(String text) {
        int dot = text.lastIndexOf('.');
        return Character.isLowerCase(text.charAt(dot + 1))
                ? new TestName(text.substring(0, dot), Optional.of(text.substring(dot + 1)))
                : new TestName(text, Optional.empty());
    }

    @Override
    public String toString() {
        return type + method.map(name -> "." + name).orElse("");
    }
}

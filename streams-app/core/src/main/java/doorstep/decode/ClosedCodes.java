// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import java.util.Optional;

/** Parses closed codes: an enum lists them all, and unknown ones are refused. */
final class ClosedCodes {
    private ClosedCodes() {}

    static <E extends Enum<E>> Optional<E> of(Class<E> list, String code) {
        for (E constant : list.getEnumConstants()) {
            if (constant.name().equals(code)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}

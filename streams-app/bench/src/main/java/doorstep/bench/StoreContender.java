// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.nio.file.Path;

/** Opens stores of one kind. It has a constructor without arguments. */
@FunctionalInterface
public interface StoreContender {
    MeasuredStore open(Path directory);
}

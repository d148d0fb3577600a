package io.thermocline.tck.suite;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives a test the one [Shop] of the run, started when the first test asks for it and closed at
/// the end.
final class ShopExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ShopExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Shop.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Started started =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(Started.class, key -> Started.start(), Started.class);
    if (started.failure() != null) {
      throw new IllegalStateException("the shop did not start", started.failure());
    }
    return java.util.Objects.requireNonNull(started.shop());
  }

  /// The shop, or why there is none: it is started once, also when that fails.
  private record Started(@Nullable Shop shop, @Nullable Throwable failure)
      implements AutoCloseable {
    static Started start() {
      try {
        return new Started(Shop.start(), null);
      } catch (RuntimeException | Error e) {
        return new Started(null, e);
      }
    }

    @Override
    public void close() {
      if (shop != null) {
        shop.close();
      }
    }
  }
}

package plimsoll.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.access.Verifiers.Plugin;

class VerifiersTest {
  /**
   * Source: Drepper's document, as openssl passwd -5 computes it; the rows without rounds have
   * 5000.
   */
  @ParameterizedTest
  @CsvSource({
    "saltstring, Hello world!, 5000, 5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
    "saltstringsaltst, Hello world!, 10000, 3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA",
    "toolongsaltstrin, This is just a test, 5000, Un/5jzAHMgOGZ5.mWJpuVolil07guHPvOW8mGRcvxa5",
  })
  void publishedHashesComeOut(String salt, String password, int rounds, String hash) {
    assertThat(Sha256Crypt.hash(password.getBytes(UTF_8), salt.getBytes(UTF_8), rounds))
        .isEqualTo(hash);
  }

  /** Source: hashcat's example of mode 7401, made by MySQL 8; its salt has 20 bytes. */
  @Test
  void verifierOfMySqlIsUnderstood() {
    HexFormat hex = HexFormat.of();
    String salt =
        new String(
            hex.parseHex("F9CC98CE08892924F50A213B6BC571A2C11778C5"),
            java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] saltBytes = salt.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    String expected =
        new String(
            hex.parseHex(
                "625479393559393965414D45316477456B484F41316E64484742577A2E3162785353526B7554584647562F"),
            UTF_8);
    assertThat(Sha256Crypt.hash("hashcat".getBytes(UTF_8), saltBytes, 5000)).isEqualTo(expected);
  }

  /** Source: MySQL's manual, {@code SELECT PASSWORD('mypass')}. */
  @Test
  void nativeHashIsMySqls() {
    assertThat(Verifiers.of("mypass").nativeHash())
        .isEqualTo("*6C8989366EAF75BB670AD8EA7A7FC1176A95CEF4");
  }

  @Test
  void bothPluginsAreOpenUnlessOneIsAskedFor() {
    Verifiers both = Verifiers.of("x");
    assertThat(both.nativeHash()).hasSize(41);
    assertThat(both.sha2Hash()).hasSize(70).startsWith("$A$005$");
    assertThat(Verifiers.of("x", Plugin.MYSQL_NATIVE_PASSWORD).sha2Hash()).isEmpty();
    assertThat(Verifiers.of("x", Plugin.CACHING_SHA2_PASSWORD).nativeHash()).isEmpty();
  }

  @Test
  void onlyTheRightPasswordIsAccepted() {
    for (Verifiers verifiers :
        new Verifiers[] {
          Verifiers.of("geheim"),
          Verifiers.of("geheim", Plugin.MYSQL_NATIVE_PASSWORD),
          Verifiers.of("geheim", Plugin.CACHING_SHA2_PASSWORD),
          Verifiers.ofHash(Verifiers.of("geheim").sha2Hash(), Plugin.CACHING_SHA2_PASSWORD),
          Verifiers.ofHash(Verifiers.of("geheim").nativeHash(), Plugin.MYSQL_NATIVE_PASSWORD),
        }) {
      assertThat(verifiers.accept("geheim".getBytes(UTF_8))).isTrue();
      assertThat(verifiers.accept("Geheim".getBytes(UTF_8))).isFalse();
      assertThat(verifiers.accept(new byte[0])).isFalse();
      assertThat(verifiers.accept(new byte[100_000])).isFalse();
    }
  }

  @Test
  void withoutPasswordOnlyTheEmptyOneIsRight() {
    assertThat(Verifiers.NONE.accept(new byte[0])).isTrue();
    assertThat(Verifiers.NONE.accept("x".getBytes(UTF_8))).isFalse();
  }

  @Test
  void samePasswordHasAnotherHashEachTime() {
    assertThat(Verifiers.of("x").sha2Hash()).isNotEqualTo(Verifiers.of("x").sha2Hash());
  }

  @Test
  void nobodyIsTheDecoy() {
    assertThat(Account.decoy().hasPassword()).isTrue();
    assertThat(Account.decoy().accepts(new byte[0])).isFalse();
    assertThat(Account.decoy().accepts("x".getBytes(UTF_8))).isFalse();
  }

  @Test
  void hashOfAnotherFormIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> Verifiers.ofHash("*abc", Plugin.MYSQL_NATIVE_PASSWORD))
        .hasMessageNotContaining("abc");
    assertThatThrownBy(() -> Verifiers.ofHash("$A$FFF$abc", Plugin.CACHING_SHA2_PASSWORD))
        .hasMessageNotContaining("abc");
  }

  @Test
  void hashesDoNotShowInText() {
    Verifiers verifiers = Verifiers.of("x");
    assertThat(new Account(UserName.ROOT, verifiers).toString())
        .doesNotContain(verifiers.sha2Hash())
        .doesNotContain(verifiers.nativeHash());
  }

  @Test
  void tooLongAPasswordIsRefused() {
    assertThatThrownBy(() -> Verifiers.of("x".repeat(257))).hasMessageContaining("256");
  }
}

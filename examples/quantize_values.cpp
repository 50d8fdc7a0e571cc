// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include <array>
#include <cstdint>
#include <cstdio>

#include "octet/quant/choose.hpp"
#include "octet/quant/observers/percentile.hpp"

int main() {
  const std::array<float, 6> values{-0.5F, 0.0F, 0.25F, 1.0F, 1.5F, 3.0F};
  octet::percentile observer;  // fixed memory; merge() joins observers of other threads or machines
  observer.see(values);
  const octet::affine code = octet::choose<octet::int8_asymmetric>(observer.range());
  std::array<std::int8_t, values.size()> codes{};
  octet::quantize<std::int8_t>(values, code, codes);
  std::printf("real = %g * (code - %d)\n", double{code.scale}, int{code.zero_point});
  for (const std::int8_t c : codes)
    std::printf("%d -> %g\n", int{c}, double{octet::dequantize(code, c)});
}

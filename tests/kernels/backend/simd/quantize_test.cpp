// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every SIMD target gives the codes of the scalar quantize and the values of dequantize.
#include "octet/kernels/backend/simd/quantize.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "octet/kernels/dequantize.hpp"
#include "octet/kernels/quantize.hpp"
#include "support/guarded.hpp"
#include "support/simd_case.hpp"

using octet_test::dice;
using octet_test::guarded;

namespace {

/// A real value: near a tie, at random, or none that has a code.
float some_real(dice& d, octet::affine params) {
  constexpr std::array<float, 8> special{0.0F,
                                         -0.0F,
                                         std::numeric_limits<float>::infinity(),
                                         -std::numeric_limits<float>::infinity(),
                                         std::numeric_limits<float>::quiet_NaN(),
                                         std::numeric_limits<float>::denorm_min(),
                                         std::numeric_limits<float>::max(),
                                         std::numeric_limits<float>::lowest()};
  const std::int32_t kind = d.between(0, 7);
  if (kind == 0) return special[static_cast<std::size_t>(d.between(0, 7))];
  if (kind == 1) return static_cast<float>(d.between(-40000, 40000)) * params.scale;
  const float tie = (static_cast<float>(d.between(-300, 300)) + 0.5F) * params.scale;
  if (kind < 5) return tie;
  return std::nextafter(tie, kind == 5 ? 1e30F : -1e30F);
}

octet::affine some_params(dice& d, std::int32_t zero_point) {
  return {.scale = d.chance(10) ? 0x1p-140F : d.scale(-20, 10), .zero_point = zero_point};
}

}  // namespace

TEST_CASE_TEMPLATE("quantize on every target equals the scalar", T, std::int8_t, std::int16_t) {
  dice d(61);
  for (int i = 0; i < 200; ++i) {
    const octet::affine params = some_params(d, d.code<T>());
    std::vector<float> reals(static_cast<std::size_t>(d.between(0, 70)));
    for (float& real : reals) real = some_real(d, params);
    const auto n = static_cast<std::int32_t>(reals.size());
    const auto result_of = [&](auto run) {
      guarded<float> in(reals, guarded<float>::side::after);
      guarded<T> out(reals.size());
      run(octet::basic_quantize_args<T>{
          .input = {in.data(), {n}}, .output = {out.data(), {n}}, .params = params});
      return out.copy();
    };
    const auto expected = result_of([](const auto& a) { octet::quantize(a); });
    for (const octet::simd_target target : octet_test::simd_targets()) {
      CAPTURE(i);
      CAPTURE(std::string(octet::name_of(target)));
      const auto& kernels = octet::kernels_of(target);
      CHECK(result_of([&](const auto& a) { octet::run_quantize(kernels, a); }) == expected);
    }
  }
}

TEST_CASE_TEMPLATE("dequantize on every target equals the scalar", T, std::int8_t, std::int16_t) {
  dice d(62);
  for (int i = 0; i < 200; ++i) {
    const octet::affine params = some_params(d, d.code<T>());
    const auto codes = d.codes<T>(static_cast<std::size_t>(d.between(0, 70)));
    const auto n = static_cast<std::int32_t>(codes.size());
    const auto result_of = [&](auto run) {
      guarded<T> in(codes, guarded<T>::side::after);
      guarded<float> out(codes.size());
      run(octet::basic_dequantize_args<T>{
          .input = {in.data(), {n}}, .output = {out.data(), {n}}, .params = params});
      // Bits: -0 is not 0.
      std::vector<std::uint32_t> bits(codes.size());
      if (n > 0) std::memcpy(bits.data(), out.data(), codes.size() * sizeof(float));
      return bits;
    };
    const auto expected = result_of([](const auto& a) { octet::dequantize(a); });
    for (const octet::simd_target target : octet_test::simd_targets()) {
      CAPTURE(i);
      CAPTURE(std::string(octet::name_of(target)));
      const auto& kernels = octet::kernels_of(target);
      CHECK(result_of([&](const auto& a) { octet::run_dequantize(kernels, a); }) == expected);
    }
  }
}

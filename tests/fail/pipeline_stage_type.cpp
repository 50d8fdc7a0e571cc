// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: a stage's input_type must be what the step before it makes
#include "octet/pipeline/pipeline.hpp"

struct negate {
  using input_type = octet::q<3, 4>;
  using output_type = octet::q<4, 4>;
  constexpr octet::tensor_kind output_kind(const octet::tensor_kind& in) const {
    return {octet::format_of<output_type>, in.shape};
  }
  void run(std::span<const input_type> in, std::span<output_type> out) const {
    for (std::size_t i = 0; i < in.size(); ++i) out[i] = -in[i];
  }
};

// Steps of 1/8 are not those of q<3, 4>.
constexpr auto layers = octet::input<4>{octet::format_of<octet::q<4, 3>>} | negate{};
constexpr auto bytes = octet::pipeline<layers>.arena_bytes;

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet-bench --models: whole networks with random weights.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "layer.hpp"
#include "octet/kernels/backend/simd/target.hpp"

namespace octet_bench {

/// A network of int8 codes, and its layers with weights for those who run layers only.
struct benchmark_model {
  std::string name;
  std::vector<std::uint8_t> file;  ///< .tflite
  std::vector<layer> layers;
};

/// A keyword spotter, a ResNet-8, a MobileNet v1 of a quarter of the width, a MobileNet v2.
std::vector<benchmark_model> known_models();

struct models_options {
  octet::simd_target target{};
  bool json = false;
};

/// Times each network with SIMD and with scalar kernels, and its layers with every rival.
void run_models(const models_options& options, std::ostream& out);

}  // namespace octet_bench

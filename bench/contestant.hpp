// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Whoever runs a layer: octet's backends and the libraries it is measured against.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "layer.hpp"
#include "octet/kernels/backend/simd/target.hpp"

namespace octet_bench {

/// One inference of a prepared layer; empty where the contestant cannot run it.
using runner = std::function<void()>;

/// Codes of 8 or 16 bits.
enum class width { int8, int16 };

/// octet on one target; 16x8 where `codes` is int16.
runner octet_runner(const layer& l, octet::simd_target target, width codes);
/// octet's scalar backend.
runner scalar_runner(const layer& l, width codes);

/// A rival on one thread: a library of int8, or float for what quantization gains.
struct rival {
  std::string name;
  std::function<runner(const layer&)> make;
  bool can_be_limited = false;  ///< whether it can be held to fewer instructions
};

/// The rivals of this build.
const std::vector<rival>& rivals();
/// Holds the rivals that can be to the instructions of a target, avx512_vnni or avx2: without this
/// oneDNN takes AMX. Against avx512_amx, what octet takes by itself where the machine has it, they
/// are free, as with ONEDNN_MAX_CPU_ISA=ALL. To be called before their first use.
void limit_rivals(octet::simd_target target);

runner onednn_runner(const layer& l);
runner xnnpack_runner(const layer& l);
runner gemmlowp_runner(const layer& l);
runner eigen_float_runner(const layer& l);
runner octet_float_runner(const layer& l);
void limit_onednn(octet::simd_target target);

}  // namespace octet_bench

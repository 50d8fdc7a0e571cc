// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet-bench --layers: every layer beside its rivals, in one process, as JSON or a table.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "contestant.hpp"

namespace octet_bench {

struct layers_options {
  std::vector<layer> layers{};
  octet::simd_target target{};
  width codes = width::int8;
  bool json = false;
  std::string svg{};  ///< the file where a picture of the rows goes, if anywhere
};

/// Times the layers. A layer's contestants take turns, round by round, so that what the machine
/// does meanwhile meets them all; the figure is the median of up to 201 rounds, in the processor's
/// time of this thread. A layer's share of the peak is of the peak's median in the same rounds. The
/// fastest rounds are in the JSON besides.
///
/// errors   std::runtime_error: the picture cannot be written; the rows are in `out` by then
void run_layers(const layers_options& options, std::ostream& out);

/// The median round of the best rival at a layer of int8; nothing where there is none for the
/// target.
std::optional<double> best_rival_ns(const layer& l, octet::simd_target target);

}  // namespace octet_bench

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Graph work before quantizing: fewer operators that compute the same.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/fold/activation.hpp"
#include "octet/convert/fold/channel_affine.hpp"
#include "octet/convert/fold/edit.hpp"
#include "octet/convert/fold/identity.hpp"
#include "octet/convert/fold/pad.hpp"
#include "octet/convert/network.hpp"

namespace octet::convert {

/// Folds batch norm and other constants into the weights beside them, PAD into the convolution
/// behind it, activations into the operator before them, and takes out what changes nothing or is
/// read by nobody. Inputs and outputs of the network stay with their names; other tensors may go,
/// and indices change.
///
/// kept     operators to leave alone, by the name of their first output
/// returns  a line for each fold, for the log
/// exact    but for the rounding of the folded weights
inline std::vector<std::string> fold(network& net, std::vector<std::string> kept = {}) {
  graph_editor editor(net, std::move(kept));
  std::vector<std::string> lines;
  // Each fold takes one operator out, so this ends.
  for (bool changed = true; std::exchange(changed, false);) {
    for (std::size_t n = 0; n < net.nodes.size();) {
      std::string line;
      for (const auto pass : {remove_dead, remove_identity, fold_into_weights_before,
                              fold_into_weights_behind, fold_pad, fold_activation}) {
        if (!line.empty() || editor.is_kept(n)) break;
        line = pass(editor, n);
      }
      if (line.empty()) {
        ++n;
      } else {
        lines.push_back(std::move(line));
        changed = true;
        if (n != 0) --n;
      }
    }
  }
  drop_unused_tensors(net);
  return lines;
}

}  // namespace octet::convert

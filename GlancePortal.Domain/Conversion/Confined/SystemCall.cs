using System.Runtime.InteropServices;

namespace GlancePortal.Confined;

/// <summary>A system call by its number on each processor that is known here; negative where it does not exist.</summary>
internal readonly record struct SystemCall(int X64, int Arm64)
{
    public static readonly SystemCall Close = new(3, 57);
    public static readonly SystemCall ChangeDirectory = new(80, 49);
    public static readonly SystemCall CloseRange = new(436);
    public static readonly SystemCall Execute = new(59, 221);
    public static readonly SystemCall GetParent = new(110, 173);
    public static readonly SystemCall LandlockAddRule = new(445);
    public static readonly SystemCall LandlockCreate = new(444);
    public static readonly SystemCall LandlockRestrict = new(446);
    public static readonly SystemCall OpenAt = new(257, 56);
    public static readonly SystemCall Control = new(157, 167);
    public static readonly SystemCall ProcessLimits = new(302, 261);
    public static readonly SystemCall SetCapabilities = new(126, 91);
    public static readonly SystemCall SetSession = new(112, 157);
    public static readonly SystemCall Filter = new(317, 277);

    /// <summary>Newer system calls have one number everywhere.</summary>
    private SystemCall(int everywhere)
        : this(everywhere, everywhere)
    {
    }

    public int Number => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Arm64 : X64;

    /// <summary>What no converter needs, by subject; each of them is answered EPERM.</summary>
    public static IReadOnlyList<SystemCall> Denied { get; } =
    [
        // network: socket socketpair bind connect listen accept accept4
        new(41, 198), new(53, 199), new(49, 200), new(42, 203), new(50, 201), new(43, 202), new(288, 242),
        // other processes: ptrace process_vm_readv process_vm_writev kill tkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal pidfd_open pidfd_getfd
        new(101, 117), new(310, 270), new(311, 271), new(62, 129), new(200, 130), new(129, 138), new(297, 240), new(424), new(434), new(438),
        // children: fork vfork
        new(57, -1), new(58, -1),
        // a second way around every filter: io_uring_setup io_uring_enter io_uring_register
        new(425), new(426), new(427),
        // the view of the file system: mount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr
        new(165, 40), new(166, 39), new(155, 41), new(161, 51), new(428), new(429), new(430), new(431), new(432), new(433), new(442),
        // files by handle, past their folders: name_to_handle_at open_by_handle_at
        new(303, 264), new(304, 265),
        // what Landlock leaves open: truncate chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat
        new(76, 45), new(90, -1), new(91, 52), new(268, 53), new(452), new(92, -1), new(93, 55), new(94, -1), new(260, 54),
        // setxattr lsetxattr removexattr lremovexattr setxattrat removexattrat utime utimes futimesat utimensat
        new(188, 5), new(189, 6), new(197, 14), new(198, 15), new(463), new(466), new(132, -1), new(235, -1), new(261, -1), new(280, 88),
        // shared with other processes: shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl mq_open mq_unlink
        new(29, 194), new(30, 196), new(31, 195), new(67, 197), new(64, 190), new(65, 193), new(66, 191), new(220, 192), new(68, 186), new(69, 189),
        new(70, 188), new(71, 187), new(240, 180), new(241, 181),
        // other worlds: unshare setns
        new(272, 97), new(308, 268),
        // kernel: add_key request_key keyctl bpf perf_event_open userfaultfd kexec_load kexec_file_load init_module finit_module delete_module
        new(248, 217), new(249, 218), new(250, 219), new(321, 280), new(298, 241), new(323, 282), new(246, 104), new(320, 294), new(175, 105),
        new(313, 273), new(176, 106),
        // the machine: reboot swapon swapoff settimeofday clock_settime adjtimex clock_adjtime acct quotactl syslog sethostname setdomainname
        new(169, 142), new(167, 224), new(168, 225), new(164, 170), new(227, 112), new(159, 171), new(305, 266), new(163, 89), new(179, 60),
        new(103, 116), new(170, 161), new(171, 162),
    ];
}
